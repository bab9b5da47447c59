package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.SchemaId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where Confluent's serializers write the schema id: in front of the payload, or since Confluent
 * Platform 8 in a record header. The id is a zero byte and a big-endian int, or a one byte and a
 * GUID.
 *
 * @param offset index of the first byte of the Avro payload
 */
public record WireFormat(SchemaId schema, int offset) {
  /** Header with the schema id of the value; a record without a prefix in its value has one. */
  public static final String VALUE_HEADER = "__value_schema_id";

  static final String KEY_HEADER = "__key_schema_id";
  static final int HEADER_BYTES = 5;
  private static final int GUID_HEADER_BYTES = 17;
  private static final byte ID = 0;
  private static final byte GUID = 1;

  static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_BYTES).put(ID).putInt(schemaId).array();
  }

  /**
   * Finds the schema id of a record's value. A header overrides the prefix.
   *
   * @param headers the record's headers; may be null
   * @throws UndecodableRecordException without a valid schema id
   */
  public static WireFormat ofValue(Headers headers, byte[] value) {
    return of(headers, VALUE_HEADER, value);
  }

  static WireFormat of(Headers headers, String name, byte[] bytes) {
    Header header = headers == null ? null : headers.lastHeader(name);
    if (header != null && header.value() != null) {
      return new WireFormat(parse(header.value(), "header " + name + ": ").schema(), 0);
    }
    return parse(bytes, "");
  }

  /** What follows the schema id in the header of this name; null without such a header. */
  static byte[] restOfHeader(Headers headers, String name) {
    Header header = headers == null ? null : headers.lastHeader(name);
    if (header == null || header.value() == null) {
      return null;
    }
    byte[] value = header.value();
    int idBytes = value.length > 0 && value[0] == GUID ? GUID_HEADER_BYTES : HEADER_BYTES;
    return Arrays.copyOfRange(value, Math.min(idBytes, value.length), value.length);
  }

  private static WireFormat parse(byte[] bytes, String where) {
    if (bytes.length >= GUID_HEADER_BYTES && bytes[0] == GUID) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, GUID_HEADER_BYTES - 1);
      UUID guid = new UUID(buffer.getLong(), buffer.getLong());
      return new WireFormat(new SchemaId.Guid(guid), GUID_HEADER_BYTES);
    }
    if (bytes.length < HEADER_BYTES) {
      throw new UndecodableRecordException(
          where + "no schema id: only " + bytes.length + " bytes (at least 5 are needed)");
    }
    if (bytes[0] != ID) {
      throw new UndecodableRecordException(
          where + "no schema id: the first byte is " + (bytes[0] & 0xff) + ", not 0");
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);
    if (id < 0) {
      throw new UndecodableRecordException(where + "invalid schema id " + id);
    }
    return new WireFormat(new SchemaId.Numeric(id), HEADER_BYTES);
  }
}
