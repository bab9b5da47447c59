package io.cmaclip.streams.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.streams.mapping.KeyFormat;
import io.cmaclip.streams.mapping.MappingFailedException;
import io.cmaclip.streams.mapping.PlainJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/** Decodes record keys. Thread-safe. */
final class KeyDecoder {
  private final KeyFormat format;
  private final ValueDecoder registered;

  /**
   * @param registered decoder of keys in Confluent's wire format; null if the format needs none
   */
  KeyDecoder(KeyFormat format, ValueDecoder registered) {
    this.format = format;
    this.registered = registered;
  }

  /** The id of the schema that {@link #decode} needs for the key; empty if it needs none. */
  Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    return registered == null || received.key() == null
        ? Optional.empty()
        : registered.schemaId(received);
  }

  /**
   * Decodes a key.
   *
   * @param key null for a record without a key
   * @return null without a key, or if the automatic format finds no text
   * @throws MappingFailedException if the key has another format
   */
  Object decode(Headers headers, byte[] key) {
    if (key == null) {
      return null;
    }
    return switch (format) {
      case AUTO -> auto(key);
      case TEXT -> text(key);
      case JSON -> json(key);
      case INT -> bytes(key, Integer.BYTES).getInt();
      case LONG -> bytes(key, Long.BYTES).getLong();
      case UUID -> uuid(key);
      case AVRO, PROTOBUF -> registered.decode(headers, key);
      case NONE -> null;
    };
  }

  private static Object auto(byte[] key) {
    String text = strict(key);
    if (text == null || text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    try {
      return PlainJson.read(text);
    } catch (JsonProcessingException noJson) {
      return text;
    }
  }

  private static String text(byte[] key) {
    String text = strict(key);
    if (text == null) {
      throw failed("text", "the key is not UTF-8");
    }
    return text;
  }

  private static Object json(byte[] key) {
    try {
      return PlainJson.read(key, 0, key.length);
    } catch (IOException noJson) {
      throw failed("json", "the key is not JSON");
    }
  }

  private static String uuid(byte[] key) {
    if (key.length == 2 * Long.BYTES) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    try {
      return UUID.fromString(text(key)).toString();
    } catch (IllegalArgumentException noUuid) {
      throw failed("uuid", "the key is neither 16 bytes nor the text of a UUID");
    }
  }

  private static ByteBuffer bytes(byte[] key, int length) {
    if (key.length != length) {
      throw failed(
          length == Long.BYTES ? "long" : "int",
          "the key has " + key.length + " bytes, and must have " + length);
    }
    return ByteBuffer.wrap(key);
  }

  /** Null if the bytes are not UTF-8. */
  private static String strict(byte[] key) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException noText) {
      return null;
    }
  }

  private static MappingFailedException failed(String format, String reason) {
    return new MappingFailedException("key", format, reason);
  }
}
