package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a stage of training minimises. */
public enum Objective {
  /** Symmetric InfoNCE over the batch: the two encoders alone, no labels. */
  @JsonProperty("contrastive")
  CONTRASTIVE,
  /** Cross-entropy of all tasks, with the auxiliary losses beside it. */
  @JsonProperty("classification")
  CLASSIFICATION
}
