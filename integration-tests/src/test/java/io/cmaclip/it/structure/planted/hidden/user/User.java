package io.cmaclip.it.structure.planted.hidden.user;

import io.cmaclip.it.structure.planted.hidden.library.Open;
import io.cmaclip.it.structure.planted.hidden.library.internal.Hidden;

/** Uses the internal package of another module. */
public final class User {
  private User() {}

  public static int four() {
    return Open.three() + Hidden.sum(1, 0, 0, 0, 0, 0, 0);
  }
}
