package io.cmaclip.streams.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.topics.RecordSize;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final int LIMIT = 2000;

  private final DeadLetters deadLetters = new DeadLetters(LIMIT);
  private final Headers headers = new RecordHeaders();

  @Test
  void aDeadLetterWithinTheRecordSizeIsNotTruncated() {
    Record<byte[], byte[]> letter = letter(new byte[10], new byte[1000]);
    assertThat(letter.key()).hasSize(10);
    assertThat(letter.value()).hasSize(1000);
    assertThat(value(letter, DeadLetterHeaders.VALUE_CUT)).isNull();
  }

  @Test
  void aLargeValueIsTruncatedAndItsLengthReported() {
    Record<byte[], byte[]> letter = letter(new byte[10], new byte[5000]);
    assertThat(letter.key()).hasSize(10);
    assertThat(letter.value().length).isBetween(1000, 1999);
    assertThat(value(letter, DeadLetterHeaders.VALUE_CUT)).isEqualTo("5000");
    assertFits(letter);
  }

  @Test
  void largeHeadersAreDroppedAndCounted() {
    headers.add("huge", new byte[LIMIT]);
    headers.add("small", new byte[1]);
    Record<byte[], byte[]> letter = letter(new byte[10], new byte[1000]);
    assertThat(value(letter, DeadLetterHeaders.HEADERS_DROPPED)).isEqualTo("2");
    assertThat(letter.value()).hasSize(1000);
    assertFits(letter);
  }

  @Test
  void aLargeKeyIsTruncatedLast() {
    Record<byte[], byte[]> letter = letter(new byte[LIMIT], new byte[5000]);
    assertThat(value(letter, DeadLetterHeaders.KEY_CUT)).isEqualTo("2000");
    assertThat(value(letter, DeadLetterHeaders.VALUE_CUT)).isEqualTo("5000");
    assertFits(letter);
  }

  @Test
  void headersOfAnEarlierDeadLetterAreReplaced() {
    headers.add(DeadLetterHeaders.REASON, "UNDECODABLE".getBytes(StandardCharsets.UTF_8));
    headers.add(DeadLetterHeaders.OFFSET, "1".getBytes(StandardCharsets.UTF_8));
    Record<byte[], byte[]> letter = letter(new byte[1], new byte[1]);
    assertThat(letter.headers().headers(DeadLetterHeaders.REASON)).hasSize(1);
    assertThat(value(letter, DeadLetterHeaders.REASON)).isEqualTo("PREDICTION_FAILED");
    assertThat(value(letter, DeadLetterHeaders.OFFSET)).isEqualTo("42");
  }

  @Test
  void aLongMessageIsShortenedAndAMissingMessageIsReplaced() {
    assertThat(
            value(
                deadLetters.of(
                    received(null, null),
                    DeadLetterReason.UNDECODABLE,
                    new IllegalStateException("m".repeat(5000))),
                DeadLetterHeaders.MESSAGE))
        .hasSize(1000);
    assertThat(
            value(
                deadLetters.of(
                    received(null, null),
                    DeadLetterReason.UNDECODABLE,
                    new IllegalStateException()),
                DeadLetterHeaders.MESSAGE))
        .isEqualTo("java.lang.IllegalStateException");
  }

  private Record<byte[], byte[]> letter(byte[] key, byte[] value) {
    return deadLetters.of(
        received(key, value),
        DeadLetterReason.PREDICTION_FAILED,
        new IllegalStateException("device"));
  }

  private ReceivedRecord<byte[], byte[]> received(byte[] key, byte[] value) {
    return new ReceivedRecord<>(key, value, headers, 5, new TopicPartition("listings", 3), 42);
  }

  private static void assertFits(Record<byte[], byte[]> letter) {
    assertThat(RecordSize.upperBound(letter.key(), letter.value(), letter.headers()))
        .isLessThanOrEqualTo(LIMIT);
  }

  private static String value(Record<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
