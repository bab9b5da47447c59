package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.output.OutputFormat;
import io.cmaclip.streams.output.OutputSettings;
import io.cmaclip.streams.output.OutputSettings.ConnectSchema;
import io.cmaclip.streams.output.OutputShape;
import java.util.List;
import java.util.Locale;

/** Formats and shapes of the output topics. */
public final class OutputKeys {
  static final Section SECTION = new Section("Output formats");

  public static final ConfigKey<OutputFormat> ATTRIBUTES_FORMAT =
      format("attributes.format", "labels");
  public static final ConfigKey<OutputShape> ATTRIBUTES_SHAPE = shape("attributes.shape", "labels");
  public static final ConfigKey<OutputFormat> REVIEW_FORMAT =
      format("review.format", "review items");
  public static final ConfigKey<OutputShape> REVIEW_SHAPE = shape("review.shape", "review items");
  public static final ConfigKey<ConnectSchema> CONNECT_SCHEMA =
      SECTION.key(
          "json.connect-schema",
          ValueTypes.choice(ConnectSchema.class),
          ConnectSchema.AUTO,
          "Whether outputs in JSON are {\"schema\": ..., \"payload\": ...}, as Kafka Connect's"
              + " JsonConverter reads and writes them. auto: in the flat shape.",
          "Set never if your readers expect the fields at the top. Sinks into a database need the"
              + " schema.");
  public static final ConfigKey<List<String>> FORMER_TASKS =
      SECTION.key(
          "flat.former-tasks",
          ValueTypes.names("tasks"),
          List.of(),
          "Tasks of earlier bundles whose columns the flat shape keeps, with null. With a registry,"
              + " the columns of its latest schema stay without this.",
          "Set it, in JSON, if a table shows old labels of a task that the bundle no longer has.");

  private OutputKeys() {}

  /**
   * Refuses settings with which the output topics are not nested Avro, for commands that read them.
   *
   * @throws UsageException naming key, value and the allowed value
   */
  public static void requireNestedAvro(ServiceConfig config) {
    require(config, ATTRIBUTES_FORMAT, OutputFormat.AVRO);
    require(config, ATTRIBUTES_SHAPE, OutputShape.NESTED);
    require(config, REVIEW_FORMAT, OutputFormat.AVRO);
    require(config, REVIEW_SHAPE, OutputShape.NESTED);
  }

  private static <T extends Enum<T>> void require(
      ServiceConfig config, ConfigKey<T> key, T readable) {
    T given = config.get(key);
    if (given != readable) {
      throw new UsageException(
          "%s = %s: must be %s for this command, which reads nested Avro only"
              .formatted(key.name(), text(given), text(readable)));
    }
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static OutputSettings settings(ServiceConfig config) {
    return new OutputSettings(
        new OutputSettings.Topic(config.get(ATTRIBUTES_FORMAT), config.get(ATTRIBUTES_SHAPE)),
        new OutputSettings.Topic(config.get(REVIEW_FORMAT), config.get(REVIEW_SHAPE)),
        config.get(CONNECT_SCHEMA),
        config.get(FORMER_TASKS));
  }

  private static ConfigKey<OutputFormat> format(String name, String what) {
    return SECTION.key(
        name,
        ValueTypes.choice(OutputFormat.class),
        OutputFormat.AVRO,
        "Format of the "
            + what
            + ": avro or protobuf in the registry's wire format, or json without a registry.",
        "Set json if the readers have no schema registry, protobuf if they read Protobuf.");
  }

  private static ConfigKey<OutputShape> shape(String name, String what) {
    return SECTION.key(
        name,
        ValueTypes.choice(OutputShape.class),
        OutputShape.NESTED,
        "Shape of the "
            + what
            + ". flat: one column per task and figure, without lists and records.",
        "Set flat, with a new topic, if the records go to a table or a search index.");
  }
}
