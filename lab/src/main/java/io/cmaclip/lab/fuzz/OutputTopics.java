package io.cmaclip.lab.fuzz;

import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads committed records of the output topics into the ledger. Not thread-safe. */
final class OutputTopics implements AutoCloseable {
  private final CommittedRecords outputs;
  private final TopicNames topics;
  private final Ledger ledger;

  OutputTopics(Map<String, Object> properties, TopicNames topics, Ledger ledger) {
    this.outputs = CommittedRecords.of(properties, topics.outputs(), Duration.ofMillis(20));
    this.topics = topics;
    this.ledger = ledger;
  }

  /** Reads available records, waiting up to {@code timeout}. */
  void poll(Duration timeout) {
    outputs.poll(timeout, this::note);
  }

  /** Reads to the current end. */
  void drain() {
    outputs.drain(this::note);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.attributes())) {
      ledger.answered(record.key());
    } else if (record.topic().equals(topics.review())) {
      ledger.reviewed(record.key());
    } else {
      ledger.deadLettered(
          new TopicPartition(
              topics.listings(), Integer.parseInt(header(record, DeadLetterHeaders.PARTITION))),
          Long.parseLong(header(record, DeadLetterHeaders.OFFSET)),
          header(record, DeadLetterHeaders.REASON));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return DeadLetterHeaders.text(record.headers(), name);
  }

  @Override
  public void close() {
    outputs.close();
  }
}
