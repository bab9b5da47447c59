package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where listings without any label take part. */
public enum Unlabelled {
  /** Nowhere. */
  @JsonProperty("ignored")
  IGNORED,
  /** In contrastive stages, which need no labels. */
  @JsonProperty("contrastive")
  CONTRASTIVE,
  /**
   * In classification stages too: by the contrastive loss beside the tasks, and by what the average
   * of the weights answers about them where there is distillation.
   */
  @JsonProperty("everywhere")
  EVERYWHERE
}
