package io.cmaclip.schemas.serde;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Confluent's subject name strategies. */
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

  /** Subject of a schema; {@code recordName} is the schema's full name. */
  abstract String subject(String topic, boolean isKey, String recordName);

  /**
   * Finds a strategy by Confluent's class name, with or without its package.
   *
   * @param key configuration key, for the error message
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
