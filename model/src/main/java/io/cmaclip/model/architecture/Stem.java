package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** First stage of the image encoder. */
@EnumNaming(KebabCaseStrategy.class)
public enum Stem {
  /** Patches of pixels, as in ViT. */
  PATCH,
  /**
   * Three strided 3x3 convolutions (32, 64, 128 channels, batch norm, ReLU), then patches of their
   * output at one eighth of the image size. For small models trained from scratch.
   */
  CONV
}
