package io.cmaclip.streams.quarantine;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record of the dead-letter topic. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
  /** Reason of a record without a known reason, which another application wrote. */
  static final String OTHER = "OTHER";

  String reason() {
    String reason = header(DeadLetterHeaders.REASON);
    return reason != null && RedriveProgress.reasons().contains(reason) ? reason : OTHER;
  }

  /** Origin topic; null without the header. */
  String origin() {
    return header(DeadLetterHeaders.TOPIC);
  }

  boolean isCut() {
    return header(DeadLetterHeaders.VALUE_CUT) != null || header(DeadLetterHeaders.KEY_CUT) != null;
  }

  /**
   * The original record: same topic, partition, key, value, headers and timestamp.
   *
   * @param partitions number of partitions of the origin topic; the partitioner chooses one if the
   *     original partition no longer exists
   */
  ProducerRecord<byte[], byte[]> original(int partitions) {
    Headers headers = new RecordHeaders(record.headers());
    for (Header header : record.headers()) {
      if (header.key().startsWith("__streams.errors.") || header.key().startsWith("cmaclip.")) {
        headers.remove(header.key());
      }
    }
    return new ProducerRecord<>(
        origin(), partition(partitions), record.timestamp(), record.key(), record.value(), headers);
  }

  /** Key of the record; null without one. */
  ByteBuffer key() {
    return record.key() == null ? null : ByteBuffer.wrap(record.key());
  }

  /** Partition of the dead-letter topic. */
  TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** Partition of the origin topic; null if the headers do not name it. */
  TopicPartition originPartition() {
    long partition = number(DeadLetterHeaders.PARTITION);
    return origin() == null || partition < 0 || partition > Integer.MAX_VALUE
        ? null
        : new TopicPartition(origin(), (int) partition);
  }

  /** Offset in the origin partition; -1 if the headers do not name it. */
  long offset() {
    return number(DeadLetterHeaders.OFFSET);
  }

  private Integer partition(int partitions) {
    long partition = number(DeadLetterHeaders.PARTITION);
    return partition >= 0 && partition < partitions ? (int) partition : null;
  }

  private long number(String name) {
    String text = header(name);
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String header(String name) {
    return DeadLetterHeaders.text(record.headers(), name);
  }
}
