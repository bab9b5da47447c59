package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a stage of training minimises. */
public enum Objective {
  /** Symmetric InfoNCE over the batch. Trains the encoders and needs no labels. */
  @JsonProperty("contrastive")
  CONTRASTIVE,
  /** Cross-entropy of all tasks plus the auxiliary losses. */
  @JsonProperty("classification")
  CLASSIFICATION
}
