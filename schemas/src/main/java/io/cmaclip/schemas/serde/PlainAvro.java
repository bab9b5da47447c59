package io.cmaclip.schemas.serde;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.io.Decoder;

/**
 * Reads Avro of one schema. Timestamps and dates become ISO 8601 texts, decimals numbers, enums
 * texts. Thread-safe.
 */
record PlainAvro(Schema schema) implements PlainReader.Payloads {
  @Override
  public Object read(PlainReader.Frame frame) throws IOException {
    int length = frame.bytes().length - frame.offset();
    return read(schema, new PayloadDecoder(frame.bytes(), frame.offset(), length));
  }

  private static Object read(Schema schema, Decoder in) throws IOException {
    return switch (schema.getType()) {
      case RECORD -> record(schema, in);
      case ARRAY -> array(schema, in);
      case MAP -> map(schema, in);
      case UNION -> read(at(schema.getTypes(), in.readIndex()), in);
      case ENUM -> at(schema.getEnumSymbols(), in.readEnum());
      case FIXED -> {
        byte[] bytes = new byte[schema.getFixedSize()];
        in.readFixed(bytes, 0, bytes.length);
        yield bytes(schema, bytes);
      }
      case BYTES -> {
        ByteBuffer buffer = in.readBytes(null);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        yield bytes(schema, bytes);
      }
      case STRING -> in.readString();
      case INT -> integer(schema, in.readInt());
      case LONG -> integer(schema, in.readLong());
      case FLOAT -> Double.valueOf(Float.toString(in.readFloat()));
      case DOUBLE -> in.readDouble();
      case BOOLEAN -> in.readBoolean();
      case NULL -> null;
    };
  }

  private static Map<String, Object> record(Schema schema, Decoder in) throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    for (Field field : schema.getFields()) {
      record.put(field.name(), read(field.schema(), in));
    }
    return record;
  }

  private static List<Object> array(Schema schema, Decoder in) throws IOException {
    List<Object> items = new ArrayList<>();
    for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
      for (long i = 0; i < block; i++) {
        items.add(read(schema.getElementType(), in));
      }
    }
    return items;
  }

  private static Map<String, Object> map(Schema schema, Decoder in) throws IOException {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (long block = in.readMapStart(); block > 0; block = in.mapNext()) {
      for (long i = 0; i < block; i++) {
        String key = in.readString();
        entries.put(key, read(schema.getValueType(), in));
      }
    }
    return entries;
  }

  private static <T> T at(List<T> items, int index) {
    if (index < 0 || index >= items.size()) {
      throw new AvroRuntimeException("index " + index + " of " + items.size());
    }
    return items.get(index);
  }

  private static Object bytes(Schema schema, byte[] bytes) {
    if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
      return bytes;
    }
    return bytes.length == 0
        ? BigDecimal.ZERO
        : new BigDecimal(new BigInteger(bytes), decimal.getScale());
  }

  private static Object integer(Schema schema, long number) {
    return switch (Meaning.of(schema)) {
      case "timestamp-millis" -> Instant.ofEpochMilli(number).toString();
      case "timestamp-micros" -> Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString();
      case "timestamp-nanos" -> Instant.EPOCH.plus(number, ChronoUnit.NANOS).toString();
      case "local-timestamp-millis" -> local(Instant.ofEpochMilli(number));
      case "local-timestamp-micros" -> local(Instant.EPOCH.plus(number, ChronoUnit.MICROS));
      case "local-timestamp-nanos" -> local(Instant.EPOCH.plus(number, ChronoUnit.NANOS));
      case "date" -> LocalDate.ofEpochDay(number).toString();
      default -> number;
    };
  }

  private static String local(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
  }
}
