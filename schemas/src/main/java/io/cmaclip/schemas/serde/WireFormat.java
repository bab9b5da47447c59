package io.cmaclip.schemas.serde;

import java.nio.ByteBuffer;

/** The five bytes in front of every record: 0, then the schema id, big-endian. */
final class WireFormat {
  static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(schemaId).array();
  }

  /**
   * The schema id in front of a record.
   *
   * @throws UndecodableRecordException when the bytes do not begin as the format wants
   */
  static int schemaId(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new UndecodableRecordException(
          "not Avro with a schema id: only " + bytes.length + " bytes (at least 5 are needed)");
    }
    if (bytes[0] != MAGIC) {
      throw new UndecodableRecordException(
          "not Avro with a schema id: first byte is " + (bytes[0] & 0xff) + ", not 0");
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);
    if (id < 0) {
      throw new UndecodableRecordException("schema id " + id + " is not possible");
    }
    return id;
  }
}
