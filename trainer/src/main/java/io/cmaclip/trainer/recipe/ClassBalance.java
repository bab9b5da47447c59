package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the losses treat rare classes. */
public enum ClassBalance {
  /** Every listing has the same weight. */
  @JsonProperty("none")
  NONE,
  /**
   * Logit adjustment (Menon et al., Long-tail learning via logit adjustment, 2021): optimises the
   * mean accuracy over classes instead of over listings.
   */
  @JsonProperty("logit-adjusted")
  LOGIT_ADJUSTED
}
