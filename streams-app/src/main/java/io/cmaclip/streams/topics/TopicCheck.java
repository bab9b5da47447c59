package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Validates existing topics. */
final class TopicCheck {
  /** Room for the headers of a dead letter and a short key. */
  private static final int LEAST_DEAD_LETTER_BYTES = 4 << 10;

  private TopicCheck() {}

  /**
   * Validates the listings topic and the output topics.
   *
   * @param inlineImageBytes largest image in a review item
   * @return warnings about harmless differences, one line each
   * @throws UserException if the service could not work with one of the topics
   */
  static List<String> check(
      TopicNames names, Map<String, ExistingTopic> topics, long inlineImageBytes) {
    ExistingTopic listings = topics.get(names.listings());
    ExistingTopic attributes = topics.get(names.attributes());
    ExistingTopic review = topics.get(names.review());
    ExistingTopic deadLetter = topics.get(names.deadLetter());
    List<String> warnings = new ArrayList<>();
    requireCompacted("topics.attributes", attributes);
    if (deadLetter.isCompacted()) {
      throw refuse(
          "topics.dead-letter",
          deadLetter,
          "is compacted and would refuse records without a key: set cleanup.policy=delete on it, or"
              + " choose another topic");
    }
    if (deadLetter.maxMessageBytes() < LEAST_DEAD_LETTER_BYTES) {
      throw refuse(
          "topics.dead-letter",
          deadLetter,
          "accepts messages of at most %s bytes, too few for the headers of a dead letter: set max.message.bytes to at least %s on it"
              .formatted(deadLetter.maxMessageBytes(), LEAST_DEAD_LETTER_BYTES));
    }
    long needed = inlineImageBytes + TopicSetup.ROOM_BESIDE_PAYLOAD;
    if (review.maxMessageBytes() < needed) {
      throw refuse(
          "topics.review",
          review,
          "accepts messages of at most %s bytes: set max.message.bytes to at least %s on it, or lower review.max-inline-image"
              .formatted(review.maxMessageBytes(), needed));
    }
    for (ExistingTopic output : List.of(attributes, review, deadLetter)) {
      // Outputs keep the timestamps of listings, so their limits must not be narrower.
      if (output.timestampAfterMax() < listings.timestampAfterMax()
          || output.timestampBeforeMax() < listings.timestampBeforeMax()) {
        throw refuse(
            keyOf(names, output),
            output,
            "refuses record timestamps that %s accepts: set message.timestamp.after.max.ms and message.timestamp.before.max.ms on it at least as large"
                .formatted(listings.name()));
      }
      if (output.partitions() != listings.partitions()) {
        warnings.add(
            "topic %s has %s partitions, %s has %s"
                .formatted(
                    output.name(), output.partitions(), listings.name(), listings.partitions()));
      }
    }
    if (deadLetter.maxMessageBytes() < listings.maxMessageBytes()) {
      warnings.add(
          "topic %s accepts smaller messages (%s bytes) than %s (%s): larger dead letters will be cut"
              .formatted(
                  deadLetter.name(),
                  deadLetter.maxMessageBytes(),
                  listings.name(),
                  listings.maxMessageBytes()));
    }
    return warnings;
  }

  /**
   * Validates the topic for crash tracking.
   *
   * @throws UserException if it is not compacted or has more than one partition
   */
  static void checkQuarantine(ExistingTopic topic) {
    requireCompacted("topics.suspects", topic);
    if (topic.partitions() != 1) {
      throw refuse(
          "topics.suspects",
          topic,
          "has " + topic.partitions() + " partitions, and must have 1: choose another topic");
    }
  }

  private static void requireCompacted(String key, ExistingTopic topic) {
    if (topic.isReadable() && !topic.isCompacted()) {
      throw refuse(
          key,
          topic,
          "is not compacted: set cleanup.policy=compact on it, or choose another topic");
    }
  }

  private static String keyOf(TopicNames names, ExistingTopic output) {
    if (output.name().equals(names.attributes())) {
      return "topics.attributes";
    }
    return output.name().equals(names.review()) ? "topics.review" : "topics.dead-letter";
  }

  private static UserException refuse(String key, ExistingTopic topic, String what) {
    return new UserException(key + " = " + topic.name() + ": the topic " + what);
  }
}
