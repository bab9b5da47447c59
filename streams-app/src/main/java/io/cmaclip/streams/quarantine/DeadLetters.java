package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.topics.RecordSize;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Creates dead letters: the original record with headers for origin and reason. If a dead letter
 * exceeds the record size, the value is truncated first, then the original headers are dropped,
 * then the key is truncated; a header tells which.
 */
public final class DeadLetters {
  private static final int MAX_MESSAGE_CHARS = 1000;

  /** Space for a further header about the truncation. */
  private static final int MARK_BYTES = 64;

  private static final List<String> ADDED =
      List.of(
          DeadLetterHeaders.TOPIC,
          DeadLetterHeaders.PARTITION,
          DeadLetterHeaders.OFFSET,
          DeadLetterHeaders.EXCEPTION,
          DeadLetterHeaders.MESSAGE,
          DeadLetterHeaders.REASON,
          DeadLetterHeaders.VALUE_CUT,
          DeadLetterHeaders.KEY_CUT,
          DeadLetterHeaders.HEADERS_DROPPED);

  private final int maxRecordBytes;

  /**
   * @param maxRecordBytes maximum record size of the dead-letter topic
   */
  public DeadLetters(int maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
  }

  /** The dead letter of a record, within the maximum record size. */
  public Record<byte[], byte[]> of(
      ReceivedRecord<byte[], byte[]> received, DeadLetterReason reason, Throwable cause) {
    Headers headers = new RecordHeaders(received.headers());
    ADDED.forEach(headers::remove);
    Headers why = why(received, reason, cause);

    byte[] key = received.key();
    byte[] value = received.value();
    if (RecordSize.upperBound(key, value, joined(headers, why)) > maxRecordBytes) {
      int count = headers.toArray().length;
      if (count > 0 && room(key, joined(headers, why)) < 0) {
        put(why, DeadLetterHeaders.HEADERS_DROPPED, Integer.toString(count));
        headers = new RecordHeaders();
      }
      if (key != null && room(key, joined(headers, why)) < 0) {
        put(why, DeadLetterHeaders.KEY_CUT, Integer.toString(key.length));
        key = cut(key, room(null, joined(headers, why)));
      }
      if (value != null && room(key, joined(headers, why)) < value.length) {
        long room = room(key, joined(headers, why));
        put(why, DeadLetterHeaders.VALUE_CUT, Integer.toString(value.length));
        value = cut(value, room);
      }
    }
    return new Record<>(key, value, received.timestamp(), joined(headers, why));
  }

  /** Bytes left for the value; negative if key and headers are too large. */
  private long room(byte[] key, Headers headers) {
    return maxRecordBytes - MARK_BYTES - RecordSize.upperBound(key, 0, headers);
  }

  private static byte[] cut(byte[] whole, long length) {
    return Arrays.copyOf(whole, (int) Math.max(0, Math.min(whole.length, length)));
  }

  private static Headers why(
      ReceivedRecord<byte[], byte[]> received, DeadLetterReason reason, Throwable cause) {
    Headers why = new RecordHeaders();
    put(why, DeadLetterHeaders.TOPIC, received.partition().topic());
    put(why, DeadLetterHeaders.PARTITION, Integer.toString(received.partition().partition()));
    put(why, DeadLetterHeaders.OFFSET, Long.toString(received.offset()));
    put(why, DeadLetterHeaders.EXCEPTION, cause.getClass().getName());
    put(why, DeadLetterHeaders.MESSAGE, shortened(cause));
    put(why, DeadLetterHeaders.REASON, reason.name());
    return why;
  }

  private static Headers joined(Headers original, Headers added) {
    Headers all = new RecordHeaders(original);
    for (Header header : added) {
      all.add(header);
    }
    return all;
  }

  private static String shortened(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS - 3) + "...";
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
