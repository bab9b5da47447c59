package io.cmaclip.schemas.serde;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/**
 * Logical types of writers: Avro's, and Debezium's and Kafka Connect's names for plain types. Local
 * timestamps are read as UTC.
 */
final class Meaning {
  private Meaning() {}

  /** The logical type of a schema or of its only non-null branch; empty without one. */
  static String of(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return schema.getTypes().stream()
          .filter(branch -> branch.getType() != Schema.Type.NULL)
          .map(Meaning::of)
          .filter(name -> !name.isEmpty())
          .findFirst()
          .orElse("");
    }
    String logical = schema.getProp("logicalType");
    if (logical != null) {
      return logical;
    }
    String connect = schema.getProp("connect.name");
    return switch (connect == null ? "" : connect) {
      case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
          "timestamp-millis";
      case "io.debezium.time.MicroTimestamp" -> "timestamp-micros";
      case "io.debezium.time.NanoTimestamp" -> "timestamp-nanos";
      case "io.debezium.time.ZonedTimestamp" -> "iso-8601";
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> "date";
      default -> "";
    };
  }

  /** A point in time with the precision of milliseconds; a number without logical type is in ms. */
  static Instant instant(Object value, Schema writer, String field) {
    try {
      boolean wholeNumber = value instanceof Long || value instanceof Integer;
      if (wholeNumber && (value instanceof Long || of(writer).equals("date"))) {
        long amount = ((Number) value).longValue();
        Instant instant =
            switch (of(writer)) {
              case "timestamp-micros", "local-timestamp-micros" ->
                  Instant.EPOCH.plus(amount, ChronoUnit.MICROS);
              case "timestamp-nanos", "local-timestamp-nanos" ->
                  Instant.EPOCH.plus(amount, ChronoUnit.NANOS);
              case "date" -> LocalDate.ofEpochDay(amount).atStartOfDay().toInstant(ZoneOffset.UTC);
              case "", "timestamp-millis", "local-timestamp-millis" -> Instant.ofEpochMilli(amount);
              default -> throw unreadable(field, writer, "timestamp");
            };
        return instant.truncatedTo(ChronoUnit.MILLIS);
      }
      if (value instanceof CharSequence text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
      }
    } catch (DateTimeException | ArithmeticException invalid) {
      throw new UnfitFieldException(field, "'" + value + "' is not a timestamp");
    }
    throw unreadable(field, writer, "timestamp");
  }

  /** Text of a string, enum symbol, whole number, decimal, UUID, date or timestamp. */
  static String text(Object value, Schema writer, String field) {
    String meaning = of(writer);
    if (meaning.equals("decimal")) {
      return decimal(value, writer).toPlainString();
    }
    if (meaning.equals("date") && value instanceof Integer days) {
      return LocalDate.ofEpochDay(days).toString();
    }
    if (meaning.contains("timestamp")) {
      return instant(value, writer, field).toString();
    }
    if (meaning.equals("uuid") && value instanceof GenericFixed fixed) {
      ByteBuffer buffer = ByteBuffer.wrap(fixed.bytes());
      return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
    return switch (writer.getType()) {
      case STRING, ENUM, INT, LONG, BOOLEAN -> value.toString();
      default -> throw unreadable(field, writer, "string");
    };
  }

  static double number(Object value, Schema writer, String field) {
    if (of(writer).equals("decimal")) {
      return decimal(value, writer).doubleValue();
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw unreadable(field, writer, "number");
  }

  static ByteBuffer bytes(Object value, Schema writer, String field) {
    if (value instanceof ByteBuffer buffer) {
      return buffer;
    }
    if (value instanceof GenericFixed fixed) {
      return ByteBuffer.wrap(fixed.bytes());
    }
    throw unreadable(field, writer, "bytes");
  }

  static UnfitFieldException unreadable(String field, Schema writer, String as) {
    String meaning = of(writer);
    return new UnfitFieldException(
        field,
        "cannot read "
            + writer.getType().getName()
            + (meaning.isEmpty() ? "" : " (" + meaning + ")")
            + " as "
            + as);
  }

  private static BigDecimal decimal(Object value, Schema writer) {
    ByteBuffer buffer =
        value instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : (ByteBuffer) value;
    byte[] unscaled = new byte[buffer.remaining()];
    buffer.duplicate().get(unscaled);
    int scale = ((LogicalTypes.Decimal) LogicalTypes.fromSchema(writer)).getScale();
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
