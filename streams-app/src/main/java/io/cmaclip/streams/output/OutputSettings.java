package io.cmaclip.streams.output;

import java.util.List;

/**
 * Formats and shapes of the two output topics.
 *
 * @param connectSchema whether JSON carries Kafka Connect's schema
 * @param formerTasks tasks of earlier bundles whose columns the flat shape keeps, as null
 */
public record OutputSettings(
    Topic attributes, Topic review, ConnectSchema connectSchema, List<String> formerTasks) {
  /** The event contracts in Avro. */
  public static final OutputSettings DEFAULT =
      new OutputSettings(Topic.NESTED_AVRO, Topic.NESTED_AVRO, ConnectSchema.AUTO, List.of());

  /** Format and shape of a topic. */
  public record Topic(OutputFormat format, OutputShape shape) {
    static final Topic NESTED_AVRO = new Topic(OutputFormat.AVRO, OutputShape.NESTED);
  }

  /** When JSON carries Kafka Connect's schema. */
  public enum ConnectSchema {
    /** In the flat shape. */
    AUTO,
    ALWAYS,
    NEVER
  }

  public OutputSettings {
    formerTasks = List.copyOf(formerTasks);
  }

  boolean isWithConnectSchema(Topic topic) {
    return connectSchema == ConnectSchema.ALWAYS
        || (connectSchema == ConnectSchema.AUTO && topic.shape() == OutputShape.FLAT);
  }
}
