package io.cmaclip.streams.config;

import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import java.util.List;

/** Names of the topics, and how missing ones are created. */
public final class TopicKeys {
  static final Section SECTION = new Section("Topics");

  public static final ConfigKey<String> LISTINGS =
      topic("listings", TopicNames.DEFAULT.listings(), "Topic that listings are read from.");

  public static final ConfigKey<String> ATTRIBUTES =
      topic(
          "attributes",
          TopicNames.DEFAULT.attributes(),
          "Compacted topic that labels are written to, keyed by listing.");

  public static final ConfigKey<String> REVIEW =
      topic(
          "review",
          TopicNames.DEFAULT.review(),
          "Topic for listings that a person should look at.");

  public static final ConfigKey<String> DEAD_LETTER =
      topic(
          "dead-letter",
          TopicNames.DEFAULT.deadLetter(),
          "Topic for records that cannot be classified, with their raw bytes.");

  public static final ConfigKey<String> SUSPECTS =
      topic(
          "suspects",
          TopicNames.DEFAULT.suspects(),
          "Compacted topic of one partition that tells the next process which listings were inside a"
              + " decode or forward when one died.");

  public static final ConfigKey<String> SHADOW =
      topic(
          "shadow",
          "listing-attributes-shadow",
          "Compacted topic for the labels of shadow.bundle; used only where that is set.");

  public static final ConfigKey<Integer> PARTITIONS =
      SECTION.key(
          "topics.partitions",
          ValueTypes.integer(1, 10_000, "partitions"),
          TopicSettings.DEFAULT.partitions(),
          "Partitions of listings when it is created; the other topics get as many as listings has.",
          "Set it before the first start to the most stream threads you will ever run together.");

  public static final ConfigKey<Integer> REPLICATION =
      SECTION.key(
          "topics.replication",
          ValueTypes.replication(),
          TopicSettings.DEFAULT.replication(),
          "Replicas of topics that are created. -1: the cluster's default.",
          "Set 3 on a cluster whose default is lower than what you rely on.");

  public static final ConfigKey<Boolean> CREATE =
      SECTION.key(
          "topics.create",
          ValueTypes.bool(),
          true,
          "Whether missing topics are created. Existing topics are checked and never changed.",
          "Set false where someone else creates topics; a missing one then stops the start.");

  static final List<ConfigKey<String>> NAMES =
      List.of(LISTINGS, ATTRIBUTES, REVIEW, DEAD_LETTER, SUSPECTS, SHADOW);

  private TopicKeys() {}

  private static ConfigKey<String> topic(String key, String name, String meaning) {
    return SECTION.key(
        "topics." + key,
        ValueTypes.topicName(),
        name,
        meaning,
        "Set it before the first start, where names must follow a rule or another service of this"
            + " kind shares the cluster; nothing is moved.");
  }
}
