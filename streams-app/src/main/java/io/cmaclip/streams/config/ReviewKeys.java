package io.cmaclip.streams.config;

import io.cmaclip.streams.service.ServiceSettings;

/** What a person gets to review. */
public final class ReviewKeys {
  static final Section SECTION = new Section("Review");
  private static final long MB = 1L << 20;

  public static final ConfigKey<Double> ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold",
          "Confidence from which a label is accepted, for every task; replaces the bundle's.",
          "the bundle's, per task and modality",
          "Raise it when accepted labels are too often wrong; lower it when the review queue is too"
              + " long.");

  public static final ConfigKey<Double> TASK_ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold.<task>",
          "The same for one task.",
          "review.accept-threshold",
          "Turn it when one task alone is too often wrong or too often in review.");

  public static final ConfigKey<Double> MISMATCH_THRESHOLD =
      threshold(
          "review.mismatch-threshold",
          "Score from which image and title are taken not to belong together.",
          "the bundle's",
          "Raise it when good listings come as MODALITY_MISMATCH; lower it when swapped images"
              + " pass.");

  public static final ConfigKey<Double> NOISY_IMAGE_THRESHOLD =
      threshold(
          "review.noisy-image-threshold",
          "Score from which an image is taken to carry no information.",
          "the bundle's",
          "Raise it when good images come as NOISY_IMAGE; lower it when blank ones pass.");

  public static final ConfigKey<Double> NOISY_TEXT_THRESHOLD =
      threshold(
          "review.noisy-text-threshold",
          "Score from which a title is taken to carry no information.",
          "the bundle's",
          "Raise it when good titles come as NOISY_TEXT; lower it when gibberish passes.");

  public static final ConfigKey<Double> CONFLICT_THRESHOLD =
      threshold(
          "review.conflict-threshold",
          "Confidence that image alone and title alone must both reach for their disagreement to"
              + " count.",
          "each one's accept threshold",
          "Raise it when good listings come as MODALITY_CONFLICT.");

  public static final ConfigKey<Long> MAX_INLINE_IMAGE =
      SECTION.key(
          "review.max-inline-image",
          ValueTypes.bytes(0, 64 * MB),
          (long) ServiceSettings.DEFAULT_INLINE_IMAGE_BYTES,
          "Largest image that a review item carries itself; a larger one is named by hash, topic,"
              + " partition and offset.",
          "Lower it when the review topic grows too large; raise it when reviewers have no access"
              + " to the listings topic.");

  private ReviewKeys() {}

  private static ConfigKey<Double> threshold(
      String name, String meaning, String whenUnset, String symptom) {
    return SECTION.optional(name, ValueTypes.decimal(0, 1), whenUnset, meaning, symptom);
  }
}
