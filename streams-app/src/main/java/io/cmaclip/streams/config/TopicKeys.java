package io.cmaclip.streams.config;

import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import java.util.List;

/** Names of the topics, and how missing topics are created. */
public final class TopicKeys {
  static final Section SECTION = new Section("Topics");
  private static final String MOVES_NOTHING =
      "Set it before the first start, if topic names must follow a convention or another service"
          + " of this kind uses the cluster. Existing records are not moved.";

  public static final ConfigKey<List<String>> LISTINGS =
      SECTION.key(
          "topics.listings",
          ValueTypes.topicNames(),
          List.of(TopicNames.DEFAULT.listings()),
          "Input topic with listings, or several with the same number of partitions. A listing"
              + " belongs in one of them: the order of two topics is not kept.",
          MOVES_NOTHING);
  public static final ConfigKey<String> ATTRIBUTES =
      topic(
          "attributes",
          TopicNames.DEFAULT.attributes(),
          "Compacted output topic with the labels, keyed by listing id.");
  public static final ConfigKey<String> REVIEW =
      topic("review", TopicNames.DEFAULT.review(), "Output topic with listings for human review.");
  public static final ConfigKey<String> DEAD_LETTER =
      topic(
          "dead-letter",
          TopicNames.DEFAULT.deadLetter(),
          "Output topic with records that cannot be classified, in their original bytes.");
  public static final ConfigKey<String> QUARANTINE =
      topic(
          "suspects",
          TopicNames.DEFAULT.quarantine(),
          "Compacted topic with one partition for crash tracking: which listings were in a decode"
              + " or inference call when a process died.");
  public static final ConfigKey<String> SHADOW =
      topic(
          "shadow",
          "listing-attributes-shadow",
          "Compacted output topic of shadow.bundle; used only if that is set.");
  public static final ConfigKey<Integer> PARTITIONS =
      SECTION.key(
          "topics.partitions",
          ValueTypes.integer(1, 10_000, "partitions"),
          TopicSettings.DEFAULT.partitions(),
          "Partitions of the listings topic if the service creates it. Other topics get as many as"
              + " the listings topic has.",
          "Set it before the first start to the largest number of stream threads over all"
              + " instances.");
  public static final ConfigKey<Integer> REPLICATION =
      SECTION.key(
          "topics.replication",
          ValueTypes.replication(),
          TopicSettings.DEFAULT.replication(),
          "Replication factor of created topics. -1: the default of the cluster.",
          "Set 3 if the default of the cluster is lower than you need.");
  public static final ConfigKey<Boolean> CREATE =
      SECTION.key(
          "topics.create",
          ValueTypes.bool(),
          true,
          "Whether the service creates missing topics. It validates existing topics and never"
              + " changes them.",
          "Set false if topics are created elsewhere. A missing topic then ends the start.");

  /** Names of single topics. */
  static final List<ConfigKey<String>> NAMES =
      List.of(ATTRIBUTES, REVIEW, DEAD_LETTER, QUARANTINE, SHADOW);

  private TopicKeys() {}

  private static ConfigKey<String> topic(String key, String name, String meaning) {
    return SECTION.key("topics." + key, ValueTypes.topicName(), name, meaning, MOVES_NOTHING);
  }
}
