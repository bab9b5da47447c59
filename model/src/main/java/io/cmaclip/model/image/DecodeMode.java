package io.cmaclip.model.image;

import java.util.Locale;

/** How images are decoded for resizing. */
public enum DecodeMode {
  /** At full size: the levels are those of Pillow and CLIP's preprocessing. */
  EXACT,

  /**
   * A JPEG at 1/2, 1/4 or 1/8 of its size, as long as that is not smaller than the model's input.
   * Needs libjpeg-turbo; without it, and for other formats, the same as {@link #EXACT}.
   */
  FAST;

  /** The name in configuration and bundles, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The mode of a label.
   *
   * @throws IllegalArgumentException for an unknown label
   */
  public static DecodeMode of(String label) {
    for (DecodeMode mode : values()) {
      if (mode.label().equals(label)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("image.decode = " + label + ": must be exact or fast");
  }
}
