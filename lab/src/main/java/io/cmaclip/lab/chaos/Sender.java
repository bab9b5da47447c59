package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the inputs in order, as far as they are released, and gives up on none. Has a thread of its
 * own; another releases.
 */
final class Sender implements AutoCloseable {
  /** Longer than anything that a run does to the brokers. */
  private static final int PATIENCE_MILLIS = 600_000;

  private final List<Input> inputs;
  private final String topic;
  private final long firstTime;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "chaos-sender");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private int released;
  private int sent;

  /**
   * @param firstTime timestamp of the first record, in ms since 1970; each further one is 1 ms
   *     later
   */
  Sender(List<Input> inputs, String topic, String bootstrap, long firstTime) {
    this.inputs = inputs;
    this.topic = topic;
    this.firstTime = firstTime;
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets so many be sent, counted from the first. */
  synchronized void release(int count) {
    released = Math.max(released, Math.min(count, inputs.size()));
    notifyAll();
  }

  /** How many were handed to the producer. */
  synchronized int sent() {
    return sent;
  }

  /**
   * Whether all goes well.
   *
   * @throws UserException when a record could not be sent: the run proves nothing
   */
  void check() {
    if (failure.get() != null) {
      throw new UserException("a listing could not be sent: " + failure.get().getMessage());
    }
  }

  private void run() {
    try {
      for (Input input : inputs) {
        awaitRelease(input.number());
        Headers headers = new RecordHeaders().add(Input.HEADER, input.numberBytes());
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    input.partition(),
                    firstTime + input.number(),
                    input.keyBytes(),
                    input.value(),
                    headers),
                (metadata, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, problem);
                  }
                });
        countSent();
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private synchronized void awaitRelease(int number) throws InterruptedException {
    while (number >= released) {
      wait();
    }
  }

  private synchronized void countSent() {
    sent++;
  }

  @Override
  public void close() {
    thread.interrupt();
    producer.close(Duration.ofSeconds(2));
  }
}
