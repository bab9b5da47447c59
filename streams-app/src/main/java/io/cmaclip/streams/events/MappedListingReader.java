package io.cmaclip.streams.events;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.mapping.KeyFormat;
import io.cmaclip.streams.mapping.ListingEvent;
import io.cmaclip.streams.mapping.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads events of any shape by a mapping. Thread-safe. */
public final class MappedListingReader implements ListingReader {
  private final ValueDecoder values;
  private final KeyDecoder keys;
  private final EventMapping mapping;

  MappedListingReader(ValueDecoder values, KeyDecoder keys, EventMapping mapping) {
    this.values = values;
    this.keys = keys;
    this.mapping = mapping;
  }

  /** A reader of plain JSON, which needs no registry. */
  public static MappedListingReader ofJson(EventMapping mapping) {
    return new MappedListingReader(
        new JsonDecoder(), new KeyDecoder(mapping.keyFormat(), null), mapping);
  }

  /** A reader of samples in JSON, in which keys of other formats are JSON too. */
  public static MappedListingReader ofSamples(EventMapping mapping) {
    KeyFormat format =
        switch (mapping.keyFormat()) {
          case INT, LONG, AVRO, PROTOBUF -> KeyFormat.JSON;
          case AUTO, TEXT, JSON, UUID, NONE -> mapping.keyFormat();
        };
    return new MappedListingReader(new JsonDecoder(), new KeyDecoder(format, null), mapping);
  }

  @Override
  public boolean isKeyed() {
    return false;
  }

  @Override
  public Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    Optional<SchemaId> ofValue = values.schemaId(received);
    return ofValue.isPresent() ? ofValue : keys.schemaId(received);
  }

  @Override
  public ListingEvent read(ReceivedRecord<byte[], byte[]> received) {
    Object value = values.decode(received.headers(), received.value());
    Object key = keys.decode(received.headers(), received.key());
    return mapping.map(
        new SourceEvent(
            value,
            key,
            texts(received.headers()),
            received.partition().topic(),
            Instant.ofEpochMilli(Math.max(0, received.timestamp()))));
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new HashMap<>();
    for (Header header : headers) {
      if (header.value() != null) {
        texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
