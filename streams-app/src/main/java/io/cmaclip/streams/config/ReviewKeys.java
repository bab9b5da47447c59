package io.cmaclip.streams.config;

import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.model.review.ReviewSettings.NoiseThresholds;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.service.ServiceSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of the review policy, of the review budget and of decisions. */
public final class ReviewKeys {
  static final Section SECTION = new Section("Review");

  public static final ConfigKey<Double> ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold",
          "Confidence from which a label is accepted, for every task. Overrides the bundle's"
              + " thresholds.",
          "the bundle's, per task and modality",
          "Raise it if accepted labels are too often wrong. Lower it if the review queue is too"
              + " long.");
  public static final ConfigKey<Double> TASK_ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold.<task>",
          "review.accept-threshold of one task.",
          "review.accept-threshold",
          "Set it if a single task is too often wrong or too often in review.");
  public static final ConfigKey<Double> MISMATCH_THRESHOLD =
      threshold(
          "review.mismatch-threshold",
          "Noise score from which image and title count as mismatched (MODALITY_MISMATCH).",
          "the bundle's",
          "Raise it if good listings come as MODALITY_MISMATCH. Lower it if swapped images pass.");
  public static final ConfigKey<Double> NOISY_IMAGE_THRESHOLD =
      threshold(
          "review.noisy-image-threshold",
          "Noise score from which an image counts as carrying no information (NOISY_IMAGE).",
          "the bundle's",
          "Raise it if good images come as NOISY_IMAGE. Lower it if blank images pass.");
  public static final ConfigKey<Double> NOISY_TEXT_THRESHOLD =
      threshold(
          "review.noisy-text-threshold",
          "Noise score from which a title counts as carrying no information (NOISY_TEXT).",
          "the bundle's",
          "Raise it if good titles come as NOISY_TEXT. Lower it if gibberish passes.");
  public static final ConfigKey<Double> CONFLICT_THRESHOLD =
      threshold(
          "review.conflict-threshold",
          "Confidence that the image alone and the title alone must both reach before their"
              + " disagreement counts (MODALITY_CONFLICT).",
          "the accept threshold of each",
          "Raise it if good listings come as MODALITY_CONFLICT.");
  public static final ConfigKey<List<String>> TASKS =
      SECTION.optional(
          "review.tasks",
          ValueTypes.names("tasks"),
          "all tasks",
          "Tasks that may send a listing to review. Reasons about the listing as a whole, such as"
              + " MODALITY_MISMATCH, stay.",
          "Name the tasks whose labels are worth a person's time if the review queue is too long.");
  public static final ConfigKey<Integer> BUDGET =
      SECTION.optional(
          "review.budget",
          ValueTypes.integer(1, 10_000_000, "listings per hour"),
          "no limit",
          "Listings that go to review per hour, over all instances. Those with the highest priority"
              + " go; the others have reviewHeld in topics.attributes. AUDIT always goes and"
              + " counts. The changelog topic <application.id>-review-budget-changelog keeps the"
              + " state.",
          "Set it on every instance to what the reviewers decide per hour if the review queue"
              + " grows.");
  public static final ConfigKey<Map<ReviewCode, Double>> RESERVED =
      SECTION.key(
          "review.reserved",
          ValueTypes.shares(ReviewCode.class),
          ReviewBudget.DEFAULT_RESERVED,
          "Shares of review.budget for reasons that must not wait for others. What a reason does"
              + " not use is free for all.",
          "Name a reason whose listings are held although they are urgent.");
  public static final ConfigKey<String> VALUE =
      SECTION.optional(
          "review.value",
          ValueTypes.text("the name of a declared attribute"),
          "all listings have the value 1",
          "Declared attribute whose number, such as the price or the expected sales, multiplies the"
              + " priority of a review. 1 if it is missing or no number of at least 0.",
          "Set it if a wrong label costs more on some listings than on others.");
  public static final ConfigKey<Long> MAX_INLINE_IMAGE =
      SECTION.key(
          "review.max-inline-image",
          ValueTypes.bytes(0, 64 * ValueTypes.MB),
          (long) ServiceSettings.DEFAULT_INLINE_IMAGE_BYTES,
          "Largest image that a review item contains. For a larger one the item holds SHA-256,"
              + " topic, partition and offset.",
          "Lower it if the review topic grows too large. Raise it if reviewers cannot read the"
              + " listings topic.");

  public static final ConfigKey<String> DECISIONS_TOPIC =
      SECTION.optional(
          "topics.decisions",
          ValueTypes.topicName(),
          "no such topic",
          "Input topic with the decisions of reviewers, with as many partitions as topics.listings."
              + " Their labels replace the model's in topics.attributes until title or images of"
              + " the listing change. Needs guarantee = exactly_once_v2, a disk (kafka.state.dir)"
              + " and a changelog topic.",
          "Set it on every instance before reviewers decide with the review console.");
  public static final ConfigKey<Double> AUDIT_SHARE =
      SECTION.key(
          "review.audit-share",
          ValueTypes.decimal(0, 1),
          0.0,
          "Share of the answers that are reviewed as a random sample (AUDIT), whether or not they"
              + " have other reasons, drawn by key and content of the listing.",
          "Set it to know how many accepted labels are wrong, and for recalibrate: about 400"
              + " reviewed samples tell the precision of a task to 3 points.");

  private ReviewKeys() {}

  static ReviewSettings policy(ServiceConfig config) {
    return new ReviewSettings(
        config.get(ACCEPT_THRESHOLD),
        config.family(TASK_ACCEPT_THRESHOLD),
        new NoiseThresholds(
            config.get(MISMATCH_THRESHOLD),
            config.get(NOISY_IMAGE_THRESHOLD),
            config.get(NOISY_TEXT_THRESHOLD)),
        config.get(CONFLICT_THRESHOLD),
        config.find(TASKS).map(Set::copyOf).orElse(null));
  }

  static ReviewBudget budget(ServiceConfig config) {
    return config
        .find(BUDGET)
        .map(perHour -> new ReviewBudget(perHour, config.get(RESERVED)))
        .orElse(ReviewBudget.OFF);
  }

  static DecisionSettings decisions(ServiceConfig config) {
    return new DecisionSettings(config.get(DECISIONS_TOPIC), config.get(AUDIT_SHARE));
  }

  private static ConfigKey<Double> threshold(
      String name, String meaning, String whenUnset, String symptom) {
    return SECTION.optional(name, ValueTypes.decimal(0, 1), whenUnset, meaning, symptom);
  }
}
