package io.cmaclip.streams.produce;

import io.cmaclip.batching.ReceivedRecord;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events as they are to a topic. For any thread. */
public final class EventProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  /**
   * @param properties producer settings, including {@code bootstrap.servers}
   */
  public EventProducer(Map<String, Object> properties, String topic) {
    this.producer =
        new KafkaProducer<>(
            ListingProducer.withDefaults(properties),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.topic = topic;
  }

  /**
   * Sends key, value and headers of an event; returns once it is buffered.
   *
   * @param whenWritten called on the producer's thread
   */
  public void send(ReceivedRecord<byte[], byte[]> event, Callback whenWritten) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, null, null, event.key(), event.value(), event.headers()),
            whenWritten);
  }

  /** Waits until every event sent is written or has failed. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
