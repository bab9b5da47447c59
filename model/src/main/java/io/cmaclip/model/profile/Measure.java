package io.cmaclip.model.profile;

import java.util.Locale;

/** What of a task's answers is compared. */
public enum Measure {
  CONFIDENCE,
  /** Of listings with both modalities: otherwise it is 0 or 1. */
  IMAGE_WEIGHT,
  LABEL;

  /** As in metrics: {@code image_weight}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
