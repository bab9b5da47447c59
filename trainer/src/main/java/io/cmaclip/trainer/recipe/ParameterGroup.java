package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Parameters that share a learning rate, as in the paper's training schedule. */
public enum ParameterGroup {
  /** Both encoders and the logit scale. */
  @JsonProperty("clip")
  CLIP,
  /** The sequence-wise attention, or the fusion that replaces it. */
  @JsonProperty("sequence")
  SEQUENCE,
  /** The modality-wise attention and all heads. */
  @JsonProperty("heads")
  HEADS;

  /**
   * The group of a weight.
   *
   * @param weight path in the module tree
   */
  public static ParameterGroup of(String weight) {
    if (weight.startsWith("image.") || weight.startsWith("text.") || weight.equals("logit_scale")) {
      return CLIP;
    }
    boolean fusion = weight.startsWith("sequence_attention.") || weight.startsWith("joint.");
    return fusion ? SEQUENCE : HEADS;
  }
}
