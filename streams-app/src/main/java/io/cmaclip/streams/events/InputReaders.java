package io.cmaclip.streams.events;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.PlainReader;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.mapping.KeyFormat;
import java.util.HashMap;
import java.util.Map;

/** Creates the readers of the input topics. */
public final class InputReaders {
  private record Input(EventFormat format, EventMapping mapping) {}

  private final Map<String, Input> inputs = new HashMap<>();

  /**
   * Loads the mappings of the topics whose format is not {@link EventFormat#PRODUCT_LISTING}.
   *
   * @param settings by topic
   * @throws UserException if a mapping cannot be read
   */
  public InputReaders(Map<String, InputSettings> settings) {
    settings.forEach(
        (topic, input) -> {
          if (input.format() != EventFormat.PRODUCT_LISTING) {
            inputs.put(topic, new Input(input.format(), mapping(topic, input)));
          }
        });
  }

  private static EventMapping mapping(String topic, InputSettings input) {
    try {
      return EventMapping.load(input.mapping());
    } catch (UserException e) {
      throw new UserException("listings.mapping of topic " + topic + ": " + e.getMessage(), e);
    }
  }

  /**
   * The readers by topic.
   *
   * @param serdes has the registry of Avro and Protobuf schemas; not owned; null without a
   *     registry: topics that need it have no reader then
   */
  public Map<String, ListingReader> open(EventSerdes serdes) {
    Map<String, ListingReader> readers = new HashMap<>();
    inputs.forEach(
        (topic, input) -> {
          if (serdes != null || !needsRegistry(topic)) {
            readers.put(topic, open(input.format(), input.mapping(), serdes));
          }
        });
    return readers;
  }

  /**
   * A reader of one format and mapping.
   *
   * @param format not {@link EventFormat#PRODUCT_LISTING}
   * @param serdes has the registry; not owned; null if neither value nor key needs it
   */
  public static ListingReader open(EventFormat format, EventMapping mapping, EventSerdes serdes) {
    return new MappedListingReader(
        values(format, serdes),
        new KeyDecoder(mapping.keyFormat(), keys(mapping, serdes)),
        mapping);
  }

  /** Whether a reader of the topic needs the registry. */
  public boolean needsRegistry(String topic) {
    Input input = inputs.get(topic);
    return input == null
        || input.format() != EventFormat.JSON
        || input.mapping().keyFormat() == KeyFormat.AVRO
        || input.mapping().keyFormat() == KeyFormat.PROTOBUF;
  }

  private static ValueDecoder values(EventFormat format, EventSerdes serdes) {
    return switch (format) {
      case JSON -> new JsonDecoder();
      case AVRO -> registered(PlainReader.Type.AVRO, serdes, false);
      case PROTOBUF -> registered(PlainReader.Type.PROTOBUF, serdes, false);
      case PRODUCT_LISTING -> throw new IllegalArgumentException("needs no mapping");
    };
  }

  private static ValueDecoder keys(EventMapping mapping, EventSerdes serdes) {
    return switch (mapping.keyFormat()) {
      case AVRO -> registered(PlainReader.Type.AVRO, serdes, true);
      case PROTOBUF -> registered(PlainReader.Type.PROTOBUF, serdes, true);
      case AUTO, TEXT, JSON, INT, LONG, UUID, NONE -> null;
    };
  }

  private static ValueDecoder registered(PlainReader.Type type, EventSerdes serdes, boolean isKey) {
    return new RegisteredDecoder(serdes.plainReader(type, isKey), isKey);
  }
}
