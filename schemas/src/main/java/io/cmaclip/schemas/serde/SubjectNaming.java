package io.cmaclip.schemas.serde;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject of the registry a record's schema is kept. */
enum SubjectNaming {
  TOPIC_NAME("TopicNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, String recordName) {
      return topic + (isKey ? "-key" : "-value");
    }
  },
  RECORD_NAME("RecordNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, String recordName) {
      return recordName;
    }
  },
  TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, String recordName) {
      return topic + "-" + recordName;
    }
  };

  private static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

  private final String className;

  SubjectNaming(String className) {
    this.className = className;
  }

  /**
   * The subject.
   *
   * @param recordName full name of the record's schema
   */
  abstract String subject(String topic, boolean isKey, String recordName);

  /**
   * The strategy with this name: Confluent's class name, with or without its package.
   *
   * @param key the configuration key, for the message of refusal
   */
  static SubjectNaming named(String key, String name) {
    for (SubjectNaming naming : values()) {
      if (name.equals(naming.className) || name.equals(CONFLUENT_PACKAGE + naming.className)) {
        return naming;
      }
    }
    throw new ConfigException(
        key
            + " = "
            + name
            + ": must be one of "
            + Arrays.stream(values()).map(n -> n.className).collect(Collectors.joining(", ")));
  }
}
