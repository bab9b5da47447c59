package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** How an image of any shape becomes one of the encoder's height and width. */
@EnumNaming(KebabCaseStrategy.class)
public enum Fit {
  /** As CLIP: the shorter side to size, then the centre is cut out. */
  CROP,
  /** The whole image, proportions kept, the rest filled. */
  PAD,
  /** The whole image, proportions given up. */
  STRETCH
}
