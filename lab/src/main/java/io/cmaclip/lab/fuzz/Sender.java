package io.cmaclip.lab.fuzz;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;

/** Sends inputs on a background thread, with a limit of open inputs. */
final class Sender {
  private static final int MOST_OPEN = 32;

  private final InputMaker maker;
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Ledger ledger;
  private final AtomicReference<String> failure;

  /** Sets {@code failure} if an input cannot be sent. */
  Sender(
      InputMaker maker,
      Producer<byte[], byte[]> producer,
      String topic,
      Ledger ledger,
      AtomicReference<String> failure) {
    this.maker = maker;
    this.producer = producer;
    this.topic = topic;
    this.ledger = ledger;
    this.failure = failure;
  }

  /** Sends the inputs {@code from} (inclusive) to {@code to} (exclusive) on a new thread. */
  Thread start(int from, int to) {
    Thread thread = new Thread(() -> send(from, to), "sender");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void send(int from, int to) {
    try {
      for (int number = from; number < to; number++) {
        ledger.awaitRoom(MOST_OPEN);
        send(maker.input(number));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, "sending: " + e);
    }
  }

  private void send(HostileInput input) {
    ledger.sending(input, input.key() != null && input.kind() != Kind.KEY_DIFFERS);
    var unused =
        producer.send(
            new RecordWithAnyTimestamp(topic, input.key(), input.value(), input.timestamp()),
            (position, problem) -> {
              if (problem == null) {
                ledger.written(input.number(), position.partition(), position.offset());
              } else {
                ledger.refused(input.number(), problem.toString());
              }
            });
  }
}
