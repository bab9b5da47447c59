package io.cmaclip.schemas.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes Avro records as JSON in UTF-8: timestamps as milliseconds since 1970, bytes in base64, NaN
 * and infinities as null, texts without U+0000. Thread-safe.
 */
public final class JsonRecords {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final boolean withConnectSchema;
  private final Map<Schema, SerializableString> connectSchemas = new ConcurrentHashMap<>();

  /**
   * @param withConnectSchema whether a record is {@code {"schema": ..., "payload": ...}}, as Kafka
   *     Connect's JsonConverter reads it with {@code schemas.enable=true}
   */
  public JsonRecords(boolean withConnectSchema) {
    this.withConnectSchema = withConnectSchema;
  }

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException if its schema has a type that no event has
   */
  public byte[] write(IndexedRecord event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      if (withConnectSchema) {
        out.writeStartObject();
        out.writeFieldName("schema");
        out.writeRawValue(connectSchema(event.getSchema()));
        out.writeFieldName("payload");
      }
      record(out, event);
      if (withConnectSchema) {
        out.writeEndObject();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }

  private SerializableString connectSchema(Schema schema) {
    return connectSchemas.computeIfAbsent(
        schema, given -> new SerializedString(ConnectSchemas.of(given).toString()));
  }

  private static void record(JsonGenerator out, IndexedRecord event) throws IOException {
    out.writeStartObject();
    for (Schema.Field field : event.getSchema().getFields()) {
      out.writeFieldName(field.name());
      value(out, field.schema(), event.get(field.pos()));
    }
    out.writeEndObject();
  }

  private static void value(JsonGenerator out, Schema schema, Object value) throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    switch (schema.getType()) {
      case UNION -> value(out, ConnectSchemas.nonNull(schema), value);
      case RECORD -> record(out, (IndexedRecord) value);
      case ARRAY -> {
        out.writeStartArray();
        for (Object item : (Collection<?>) value) {
          value(out, schema.getElementType(), item);
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeFieldName(CleanText.of(entry.getKey().toString()));
          value(out, schema.getValueType(), entry.getValue());
        }
        out.writeEndObject();
      }
      case STRING, ENUM -> out.writeString(CleanText.of(value.toString()));
      case BYTES -> out.writeBinary(bytes((ByteBuffer) value));
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT -> out.writeNumber((Integer) value);
      case LONG ->
          out.writeNumber(value instanceof Instant time ? time.toEpochMilli() : (Long) value);
      case FLOAT, DOUBLE -> number(out, ((Number) value).doubleValue());
      default -> throw new IllegalArgumentException("no JSON for " + schema);
    }
  }

  private static void number(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
