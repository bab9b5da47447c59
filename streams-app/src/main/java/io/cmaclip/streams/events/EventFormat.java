package io.cmaclip.streams.events;

import java.util.Locale;
import java.util.Optional;

/** Format of the values of an input topic. */
public enum EventFormat {
  /** The Avro record {@code io.cmaclip.events.ProductListing}; needs no mapping. */
  PRODUCT_LISTING,
  /** Any Avro record in Confluent's wire format. */
  AVRO,
  /** JSON, plain or in the wire format of JSON Schema. */
  JSON,
  /** Any Protobuf message in Confluent's wire format. */
  PROTOBUF;

  /** The word of this format in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format of a word; empty if there is none. */
  public static Optional<EventFormat> find(String word) {
    for (EventFormat format : values()) {
      if (format.word().equals(word)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
