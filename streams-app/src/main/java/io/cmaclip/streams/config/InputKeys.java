package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputSettings;
import io.cmaclip.streams.mapping.EventMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Format of the input topics, and how their events become listings. */
public final class InputKeys {
  static final Section SECTION = new Section("Input events");

  public static final ConfigKey<EventFormat> FORMAT =
      SECTION.key(
          "listings.format",
          ValueTypes.eventFormat(),
          EventFormat.PRODUCT_LISTING,
          "Format of the values of the input topics. product-listing: this service's own Avro"
              + " record. avro and protobuf: any schema in Confluent's wire format. json: plain, or"
              + " in the wire format of JSON Schema.",
          "Set it, with listings.mapping, to classify events as they are.");
  public static final ConfigKey<EventFormat> TOPIC_FORMAT =
      SECTION.optional(
          "listings.format.<topic>",
          ValueTypes.eventFormat(),
          "listings.format",
          "listings.format of one input topic.",
          "Set it if the input topics have different formats.");
  public static final ConfigKey<String> MAPPING =
      SECTION.optional(
          "listings.mapping",
          ValueTypes.text(mapping()),
          "required with a format other than product-listing",
          "Mapping of events to listings.",
          "Set it with listings.format. Check it first: ./cmaclip mapping check.");
  public static final ConfigKey<String> TOPIC_MAPPING =
      SECTION.optional(
          "listings.mapping.<topic>",
          ValueTypes.text(mapping()),
          "listings.mapping",
          "listings.mapping of one input topic.",
          "Set it if the events of the input topics differ.");

  private InputKeys() {}

  /**
   * Settings by input topic.
   *
   * @throws UsageException if a format needs a mapping and has none, or a key names no input topic
   */
  static Map<String, InputSettings> settings(ServiceConfig config, List<String> topics) {
    Map<String, EventFormat> formats = config.family(TOPIC_FORMAT);
    Map<String, String> mappings = config.family(TOPIC_MAPPING);
    requireTopics(formats, TOPIC_FORMAT, topics);
    requireTopics(mappings, TOPIC_MAPPING, topics);
    Map<String, InputSettings> inputs = new LinkedHashMap<>();
    for (String topic : topics) {
      EventFormat format = formats.getOrDefault(topic, config.get(FORMAT));
      String mapping = mappings.getOrDefault(topic, config.get(MAPPING));
      boolean needed = format != EventFormat.PRODUCT_LISTING;
      if (needed && mapping == null) {
        throw new UsageException(
            "listings.mapping is not set, which listings.format = "
                + format.word()
                + " needs: must be "
                + MAPPING.rangeText());
      }
      boolean meant = mappings.containsKey(topic) || (formats.isEmpty() && mapping != null);
      if (!needed && meant) {
        throw new UsageException(
            "listings.mapping = "
                + mapping
                + " cannot be used with listings.format = product-listing: set avro, json or"
                + " protobuf");
      }
      inputs.put(topic, new InputSettings(format, needed ? mapping : null));
    }
    return inputs;
  }

  private static void requireTopics(Map<String, ?> family, ConfigKey<?> key, List<String> topics) {
    for (String topic : family.keySet()) {
      if (!topics.contains(topic)) {
        throw new UsageException(
            key.prefix() + topic + ": must name an input topic: " + String.join(", ", topics));
      }
    }
  }

  private static String mapping() {
    return "the path of a mapping file, or one of " + String.join(", ", EventMapping.ready());
  }
}
