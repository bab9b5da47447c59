package io.cmaclip.model.architecture;

/** Non-linearity of the encoders' feed-forward layers. */
public enum Activation {
  /** x * sigmoid(1.702 x), as OpenAI's CLIP. */
  QUICK_GELU,
  /** The exact form with erf, as some CLIP checkpoints of others. */
  GELU
}
