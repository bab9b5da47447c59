package io.cmaclip.lab.bench;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.produce.Pace;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Sends listings from a thread of its own, with a limit of the rate and of unanswered ones; the
 * owner's thread reads the answers.
 */
public final class ServiceLoad implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final EventSerdes serdes;
  private final ListingProducer producer;
  private final CommittedRecords answers;
  private final IntFunction<Listing> listings;
  private final int unanswered;
  private final Semaphore room;
  private final Pace pace;
  private final AtomicReference<String> failure = new AtomicReference<>();
  private Thread sender;
  private int sent;
  private volatile boolean draining;

  /** Of the last answer; of the first poll before it, because the services take time to start. */
  private Long quietSince;

  /**
   * A load that is not sent yet.
   *
   * @param topics {@code listings} is written, {@code attributes} is read
   * @param listings returns any listing by its number from 0
   * @param unanswered most unanswered listings
   * @param perSecond most listings per second; infinity for no limit
   */
  public ServiceLoad(
      ServiceConfig config,
      TopicNames topics,
      IntFunction<Listing> listings,
      int unanswered,
      double perSecond) {
    this.listings = listings;
    this.unanswered = unanswered;
    pace = Pace.of(perSecond);
    serdes = EventSerdes.create(config.serdeProperties());
    producer =
        new ListingProducer(
            config.producerProperties(), serdes, topics.listings(), InstantSource.system());
    Map<String, Object> reader = new HashMap<>(config.consumerProperties());
    reader.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    answers = CommittedRecords.of(reader, List.of(topics.attributes()), Duration.ofMillis(20));
    room = new Semaphore(unanswered);
  }

  /** Starts to send, until {@link #drain} or {@link #close}. */
  public void start() {
    draining = false;
    quietSince = null;
    sender = new Thread(this::send, ThreadTimes.SENDER);
    sender.setDaemon(true);
    sender.start();
  }

  /**
   * Stops sending and reads the remaining answers.
   *
   * @throws UserException after a minute without answers
   */
  public void drain() {
    draining = true;
    while (sender.isAlive() || room.availablePermits() < unanswered) {
      poll(partition -> {});
    }
  }

  /**
   * Reads available answers.
   *
   * @param partition receives the partition of each answer
   * @return their number
   * @throws UserException after a minute without answers
   */
  public int poll(IntConsumer partition) {
    int more = answers.poll(POLL, record -> partition.accept(record.partition()));
    room.release(more);
    long now = System.nanoTime();
    quietSince = more > 0 || quietSince == null ? now : quietSince;
    if (now - quietSince > SILENCE.toNanos()) {
      failure.compareAndSet(null, "no answer for " + SILENCE.toSeconds() + " s");
    }
    if (failure.get() != null) {
      throw new UserException("the run failed: " + failure.get());
    }
    return more;
  }

  private void send() {
    try {
      while (true) {
        room.acquire();
        if (draining) {
          room.release();
          return;
        }
        pace.await();
        var unused =
            producer.send(
                listings.apply(sent++),
                (metadata, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, "sending: " + problem.getMessage());
                  }
                });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, "sending: " + e);
    }
  }

  @Override
  public void close() {
    if (sender != null) {
      sender.interrupt();
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    producer.close();
    answers.close();
    serdes.close();
  }
}
