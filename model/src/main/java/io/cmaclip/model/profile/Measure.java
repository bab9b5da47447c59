package io.cmaclip.model.profile;

import java.util.Locale;

/** Compared property of a task's predictions. */
public enum Measure {
  CONFIDENCE,
  /** Only for listings with both modalities; for others the weight is 0 or 1. */
  IMAGE_WEIGHT,
  LABEL;

  /** Tag value in metrics, for example {@code image_weight}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
