package io.cmaclip.streams.quarantine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The crash-tracking topic: compacted, one partition, one record per owner of a partition. An owner
 * that was only frozen therefore overwrites no other record. Any thread may write; one thread
 * reads.
 */
final class QuarantineTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineTopic.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TopicPartition partition;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, ClaimState> states = new HashMap<>();

  QuarantineTopic(
      String topic, Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer) {
    this.partition = new TopicPartition(topic, 0);
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Writes a record.
   *
   * @param state null deletes the record
   * @return completed when the brokers have acknowledged the write, or exceptionally
   */
  CompletableFuture<Void> write(String key, ClaimState state) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  partition.topic(),
                  partition.partition(),
                  key.getBytes(StandardCharsets.UTF_8),
                  state == null ? null : state.toJson()),
              (metadata, failure) -> {
                if (failure == null) {
                  written.complete(null);
                } else {
                  written.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      written.completeExceptionally(e);
    }
    return written;
  }

  /**
   * All records at the time of the call by key, including those of this process.
   *
   * @throws KafkaException when the broker does not respond in time or rejects the request
   */
  Map<String, ClaimState> read() {
    if (consumer.assignment().isEmpty()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
    }
    producer.flush();
    long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition, PATIENCE) < end) {
      consumer.poll(POLL).forEach(this::apply);
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "topic "
                + partition.topic()
                + " was not read to its end within "
                + PATIENCE.toSeconds()
                + " s");
      }
    }
    return Map.copyOf(states);
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
    consumer.close(CloseOptions.timeout(PATIENCE));
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      states.remove(key);
      return;
    }
    try {
      states.put(key, ClaimState.ofJson(record.value()));
    } catch (IOException e) {
      LOG.warn(
          "{}@{} is not a crash-tracking record: {}", partition, record.offset(), e.getMessage());
    }
  }
}
