package io.cmaclip.streams.quarantine;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** One record of the dead-letter topic, read by its headers. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
  /** Reason of a record that says none we know: someone else put it there. */
  static final String OTHER = "OTHER";

  String reason() {
    String reason = header(DeadLetterHeaders.REASON);
    return reason != null && RedriveProgress.reasons().contains(reason) ? reason : OTHER;
  }

  /** Null when no header says it. */
  String origin() {
    return header(DeadLetterHeaders.TOPIC);
  }

  boolean isCut() {
    return header(DeadLetterHeaders.VALUE_CUT) != null || header(DeadLetterHeaders.KEY_CUT) != null;
  }

  /**
   * The record as it first came: same topic, partition, key, value, headers and time.
   *
   * @param partitions how many the origin topic has now; the partitioner decides when it has fewer
   *     than it had
   */
  ProducerRecord<byte[], byte[]> asItCame(int partitions) {
    Headers headers = new RecordHeaders(record.headers());
    for (Header header : record.headers()) {
      if (header.key().startsWith("__streams.errors.") || header.key().startsWith("cmaclip.")) {
        headers.remove(header.key());
      }
    }
    return new ProducerRecord<>(
        origin(), partition(partitions), record.timestamp(), record.key(), record.value(), headers);
  }

  private Integer partition(int partitions) {
    String text = header(DeadLetterHeaders.PARTITION);
    try {
      int partition = text == null ? -1 : Integer.parseInt(text);
      return partition >= 0 && partition < partitions ? partition : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private String header(String name) {
    return DeadLetterHeaders.text(record.headers(), name);
  }
}
