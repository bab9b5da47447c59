package io.cmaclip.streams.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Size of a record on the wire, as the Kafka producer estimates it. */
public final class RecordSize {
  /** Record batch header and the longest record header of format 2, in bytes. */
  static final int OVERHEAD = 61 + 21;

  /** Two lengths of at most five bytes each. */
  private static final int HEADER_OVERHEAD = 10;

  private RecordSize() {}

  /** Upper bound in bytes, alone in its batch and not compressed. */
  public static long upperBound(byte[] key, byte[] value, Headers headers) {
    return upperBound(key, value == null ? 0 : value.length, headers);
  }

  /** Upper bound in bytes for a value of {@code valueBytes}. */
  public static long upperBound(byte[] key, long valueBytes, Headers headers) {
    long size = OVERHEAD + HEADER_OVERHEAD + valueBytes;
    size += key == null ? 0 : key.length;
    for (Header header : headers) {
      size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length;
      size += header.value() == null ? 0 : header.value().length;
    }
    return size;
  }
}
