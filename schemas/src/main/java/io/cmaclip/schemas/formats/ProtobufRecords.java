package io.cmaclip.schemas.formats;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Writes Avro records as Protobuf messages of a {@link ProtobufSchema}. Stateless. */
public final class ProtobufRecords {
  private static final int MILLIS = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private interface Content {
    void write(CodedOutputStream out) throws IOException;
  }

  private ProtobufRecords() {}

  /** The bytes of the message, without a schema id. */
  public static byte[] write(ProtobufSchema schema, IndexedRecord event) {
    return bytes(out -> message(out, schema, schema.record(), event));
  }

  private static void message(
      CodedOutputStream out, ProtobufSchema schema, Schema type, IndexedRecord event)
      throws IOException {
    for (ProtobufSchema.Field field : schema.fields(type)) {
      Object value = event.get(field.position());
      if (value != null) {
        value(out, schema, field, value);
      }
    }
  }

  private static void value(
      CodedOutputStream out, ProtobufSchema schema, ProtobufSchema.Field field, Object value)
      throws IOException {
    int number = field.number();
    Schema type = field.type();
    switch (type.getType()) {
      case ARRAY -> {
        for (Object item : (Collection<?>) value) {
          single(out, schema, number, type.getElementType(), item);
        }
      }
      case MAP -> {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeByteArray(
              number,
              bytes(
                  nested -> {
                    nested.writeString(1, CleanText.of(entry.getKey().toString()));
                    nested.writeString(2, CleanText.of(entry.getValue().toString()));
                  }));
        }
      }
      default -> single(out, schema, number, type, value);
    }
  }

  private static void single(
      CodedOutputStream out, ProtobufSchema schema, int number, Schema type, Object value)
      throws IOException {
    switch (type.getType()) {
      case RECORD ->
          out.writeByteArray(
              number, bytes(nested -> message(nested, schema, type, (IndexedRecord) value)));
      case STRING -> out.writeString(number, CleanText.of(value.toString()));
      case ENUM -> out.writeEnum(number, ProtobufSchema.number(type, value.toString()));
      case BYTES -> out.writeByteBuffer(number, ((ByteBuffer) value).duplicate());
      case BOOLEAN -> out.writeBool(number, (Boolean) value);
      case INT -> out.writeInt32(number, (Integer) value);
      case LONG -> {
        if (ProtobufSchema.isTimestamp(type)) {
          out.writeByteArray(number, timestamp(value));
        } else {
          out.writeInt64(number, (Long) value);
        }
      }
      case FLOAT -> out.writeFloat(number, ((Number) value).floatValue());
      case DOUBLE -> out.writeDouble(number, ((Number) value).doubleValue());
      default -> throw new IllegalArgumentException("no Protobuf for " + type);
    }
  }

  private static byte[] timestamp(Object value) {
    long millis = value instanceof Instant time ? time.toEpochMilli() : (Long) value;
    return bytes(
        out -> {
          out.writeInt64(1, Math.floorDiv(millis, MILLIS));
          out.writeInt32(2, Math.floorMod(millis, MILLIS) * NANOS_PER_MILLI);
        });
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.write(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }
}
