package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** How a picture of any shape becomes one of the encoder's height and width. */
@EnumNaming(KebabCaseStrategy.class)
public enum Fit {
  /** As CLIP: the shorter side to size, then the centre is cut out. */
  CROP,
  /** The whole picture, proportions kept, the rest filled. */
  PAD,
  /** The whole picture, proportions given up. */
  STRETCH
}
