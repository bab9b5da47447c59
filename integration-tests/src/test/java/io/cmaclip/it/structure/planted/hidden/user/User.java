package io.cmaclip.it.structure.planted.hidden.user;

import io.cmaclip.it.structure.planted.hidden.library.Open;
import io.cmaclip.it.structure.planted.hidden.library.internal.Hidden;

/** Uses what another module hides. */
public final class User {
  private User() {}

  public static int four() {
    return Open.three() + Hidden.sum(1, 0, 0, 0, 0, 0, 0);
  }
}
