package io.cmaclip.model.architecture;

/** How a picture of any shape becomes one of the encoder's height and width. */
public enum Fit {
  /** As CLIP: the shorter side to size, then the centre is cut out. */
  CROP,
  /** The whole picture, proportions kept, the rest filled. */
  PAD,
  /** The whole picture, proportions given up. */
  STRETCH
}
