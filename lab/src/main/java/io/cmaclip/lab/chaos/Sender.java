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

/** Sends released inputs in order on a background thread. Thread-safe. */
final class Sender implements AutoCloseable {
  /** Longer than any broker fault. */
  private static final int TIMEOUT_MILLIS = 600_000;

  private final List<Input> inputs;
  private final String topic;
  private final long firstTime;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "chaos-sender");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private int released;
  private int sent;

  /** Timestamps start at {@code firstTime}, in ms since the epoch, and increase by 1 ms. */
  Sender(List<Input> inputs, String topic, String bootstrap, long firstTime) {
    this.inputs = inputs;
    this.topic = topic;
    this.firstTime = firstTime;
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  /** Releases the first {@code count} inputs. */
  synchronized void release(int count) {
    released = Math.max(released, Math.min(count, inputs.size()));
    notifyAll();
  }

  /** Number of inputs passed to the producer. */
  synchronized int sent() {
    return sent;
  }

  /**
   * Fails the run if a record could not be sent.
   *
   * @throws UserException with the producer's message
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
