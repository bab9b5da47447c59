package io.cmaclip.streams.service;

import io.cmaclip.batching.FatalHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Ends the process once Kafka Streams has stopped by itself, for example in state ERROR. Polls on
 * its own thread.
 */
final class ServiceWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final KafkaStreams streams;
  private final FatalHandler fatal;
  private final CountDownLatch closing = new CountDownLatch(1);

  ServiceWatch(KafkaStreams streams, FatalHandler fatal) {
    this.streams = streams;
    this.fatal = fatal;
  }

  void start() {
    Thread thread = new Thread(this::watch, "service-watch");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void watch() {
    try {
      while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (endsTheProcess()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean endsTheProcess() {
    KafkaStreams.State state = streams.state();
    if (state.hasCompletedShutdown() && closing.getCount() > 0) {
      fatal.fatal("Kafka Streams ended in state " + state, null);
      return true;
    }
    return false;
  }
}
