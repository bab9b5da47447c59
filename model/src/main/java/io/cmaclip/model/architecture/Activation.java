package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** Non-linearity of the encoders' feed-forward layers. */
@EnumNaming(KebabCaseStrategy.class)
public enum Activation {
  /** x * sigmoid(1.702 x), as OpenAI's CLIP. */
  QUICK_GELU,
  /** The exact form with erf, as some CLIP checkpoints of others. */
  GELU
}
