package io.cmaclip.it.structure.planted.hidden.library;

import io.cmaclip.it.structure.planted.hidden.library.internal.Hidden;

/** Uses the internal package of its own module, which is allowed. */
public final class Open {
  private Open() {}

  public static int three() {
    return Hidden.sum(3, 0, 0, 0, 0, 0, 0);
  }
}
