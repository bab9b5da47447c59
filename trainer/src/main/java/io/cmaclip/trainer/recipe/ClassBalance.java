package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the losses do for classes with few examples. */
public enum ClassBalance {
  /** Nothing: every listing counts alike. */
  @JsonProperty("none")
  NONE,
  /**
   * Logit adjustment (Menon et al., Long-tail learning via logit adjustment, 2021): aims at the
   * mean accuracy over classes instead of that over listings.
   */
  @JsonProperty("logit-adjusted")
  LOGIT_ADJUSTED
}
