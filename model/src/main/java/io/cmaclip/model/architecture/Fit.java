package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** How an image is fitted to the encoder's height and width. */
@EnumNaming(KebabCaseStrategy.class)
public enum Fit {
  /** Resizes the shorter side, then crops the centre, as CLIP does. */
  CROP,
  /** Resizes the whole image, keeps the aspect ratio and pads the rest. */
  PAD,
  /** Resizes the whole image and ignores the aspect ratio. */
  STRETCH
}
