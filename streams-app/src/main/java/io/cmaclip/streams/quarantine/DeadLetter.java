package io.cmaclip.streams.quarantine;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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
