package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the service needs of its topics. */
final class TopicCheck {
  /** Room for the headers of a dead letter and a short key. */
  private static final int LEAST_DEAD_LETTER_BYTES = 4 << 10;

  private TopicCheck() {}

  /**
   * Checks topics that exist.
   *
   * @param inlineImageBytes largest image that a review item carries
   * @return what is odd but does no harm, one line each
   * @throws UserException when the service could not work with one of them
   */
  static List<String> check(
      TopicNames names, Map<String, ExistingTopic> topics, long inlineImageBytes) {
    ExistingTopic listings = topics.get(names.listings());
    ExistingTopic attributes = topics.get(names.attributes());
    ExistingTopic review = topics.get(names.review());
    ExistingTopic deadLetter = topics.get(names.deadLetter());
    List<String> remarks = new ArrayList<>();

    requireCompacted("topics.attributes", attributes);
    if (deadLetter.isCompacted()) {
      throw refuse(
          "topics.dead-letter",
          deadLetter,
          "is compacted, and would refuse records without key: set cleanup.policy=delete on it, or"
              + " name another topic");
    }
    if (deadLetter.maxMessageBytes() < LEAST_DEAD_LETTER_BYTES) {
      throw refuse(
          "topics.dead-letter",
          deadLetter,
          "takes messages of at most "
              + deadLetter.maxMessageBytes()
              + " bytes, too few to say where a listing came from and why it was put aside: set"
              + " max.message.bytes to at least "
              + LEAST_DEAD_LETTER_BYTES
              + " on it");
    }
    long needed = inlineImageBytes + TopicSetup.ROOM_BESIDE_PAYLOAD;
    if (review.maxMessageBytes() < needed) {
      throw refuse(
          "topics.review",
          review,
          "takes messages of at most "
              + review.maxMessageBytes()
              + " bytes: set max.message.bytes to at least "
              + needed
              + " on it, or lower review.max-inline-image");
    }
    for (ExistingTopic output : List.of(attributes, review, deadLetter)) {
      // Outputs keep the listing's time: a narrower limit would refuse what listings takes.
      if (output.timestampAfterMax() < listings.timestampAfterMax()
          || output.timestampBeforeMax() < listings.timestampBeforeMax()) {
        throw refuse(
            keyOf(names, output),
            output,
            "refuses record times that "
                + listings.name()
                + " takes: set message.timestamp.after.max.ms and message.timestamp.before.max.ms"
                + " on it at least as large");
      }
      if (output.partitions() != listings.partitions()) {
        remarks.add(
            "topic "
                + output.name()
                + " has "
                + output.partitions()
                + " partitions, "
                + listings.name()
                + " has "
                + listings.partitions());
      }
    }
    if (deadLetter.maxMessageBytes() < listings.maxMessageBytes()) {
      remarks.add(
          "topic "
              + deadLetter.name()
              + " takes smaller messages ("
              + deadLetter.maxMessageBytes()
              + " bytes) than "
              + listings.name()
              + " ("
              + listings.maxMessageBytes()
              + "): larger dead letters will be cut");
    }
    return remarks;
  }

  /**
   * What the record of suspects needs of its topic.
   *
   * @throws UserException when it has another form
   */
  static void checkSuspects(ExistingTopic topic) {
    requireCompacted("topics.suspects", topic);
    if (topic.partitions() != 1) {
      throw refuse(
          "topics.suspects",
          topic,
          "has " + topic.partitions() + " partitions, and has to have 1: name another topic");
    }
  }

  private static void requireCompacted(String key, ExistingTopic topic) {
    if (topic.isReadable() && !topic.isCompacted()) {
      throw refuse(
          key, topic, "is not compacted: set cleanup.policy=compact on it, or name another topic");
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
