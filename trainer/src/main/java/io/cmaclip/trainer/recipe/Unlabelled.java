package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where listings without any label are used. */
public enum Unlabelled {
  /** Nowhere. */
  @JsonProperty("ignored")
  IGNORED,
  /** In contrastive stages only. */
  @JsonProperty("contrastive")
  CONTRASTIVE,
  /**
   * In classification stages too: through the contrastive loss, and through the EMA model's answers
   * if distillation is on.
   */
  @JsonProperty("everywhere")
  EVERYWHERE
}
