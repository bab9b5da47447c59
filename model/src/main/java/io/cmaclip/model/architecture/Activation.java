package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** Activation function of the encoders' feed-forward layers. */
@EnumNaming(KebabCaseStrategy.class)
public enum Activation {
  /** x * sigmoid(1.702 x), used by OpenAI's CLIP. */
  QUICK_GELU,
  /** Exact GELU (erf), used by some later CLIP checkpoints. */
  GELU
}
