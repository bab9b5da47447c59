package io.cmaclip.lab.demo;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.produce.Pace;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;

/**
 * Sends listings, interspersed with invalid records, on a background thread, with a limit of
 * unanswered listings. {@link #failure} reports an error to other threads.
 */
final class Sender implements AutoCloseable {
  private static final int MOST_UNANSWERED = 2_000;
  private static final int LISTINGS_BETWEEN_FAULTY = 20;

  private final ListingProducer producer;
  private final Ledger ledger;
  private final DemoPlan plan;
  private final Supplier<Stream<Listing>> listings;
  private final Thread thread;
  private volatile boolean done;
  private volatile String failure;

  private Sender(
      ListingProducer producer, Ledger ledger, DemoPlan plan, Supplier<Stream<Listing>> listings) {
    this.producer = producer;
    this.ledger = ledger;
    this.plan = plan;
    this.listings = listings;
    this.thread = new Thread(this::run, "sender");
    this.thread.setDaemon(true);
  }

  static Sender start(
      ListingProducer producer, Ledger ledger, DemoPlan plan, Supplier<Stream<Listing>> listings) {
    Sender sender = new Sender(producer, ledger, plan, listings);
    sender.thread.start();
    return sender;
  }

  /** Whether all listings were sent. */
  boolean isDone() {
    return done;
  }

  /** The error that stopped the sender; null without error. */
  String failure() {
    return failure == null ? ledger.failure() : failure;
  }

  private void run() {
    try {
      Pace pace = Pace.of(plan.perSecond());
      int round = 1;
      do {
        send(round++, pace);
      } while (!plan.once() && !plan.review());
      producer.flush();
      done = true;
    } catch (InterruptedException e) {
      // The demo was stopped.
      Thread.currentThread().interrupt();
    } catch (UserException e) {
      failure = e.getMessage();
    } catch (RuntimeException e) {
      failure = "sending failed: " + e;
    }
  }

  private void send(int round, Pace pace) throws InterruptedException {
    Queue<FaultyRecords.FaultyRecord> faulty =
        new ArrayDeque<>(plan.faultyRecords() ? FaultyRecords.all(producer::bytes) : List.of());
    String suffix = round == 1 ? "" : "~" + round;
    int sent = 0;
    try (Stream<Listing> all = listings.get()) {
      Iterator<Listing> rows = all.iterator();
      while (rows.hasNext()) {
        Listing row = rows.next();
        Listing listing =
            new Listing(row.id() + suffix, row.title(), row.fileName(), row.image(), row.fields());
        ledger.awaitRoom(MOST_UNANSWERED);
        pace.await();
        ledger.sending(listing.id(), listing.title());
        var unused = producer.send(listing, whenWritten(listing.id()));
        if (++sent % LISTINGS_BETWEEN_FAULTY == 0 && !faulty.isEmpty()) {
          send(faulty.remove(), suffix);
        }
      }
    }
    for (FaultyRecords.FaultyRecord record : faulty) {
      send(record, suffix);
    }
  }

  private void send(FaultyRecords.FaultyRecord record, String suffix) {
    String id = record.id() + suffix;
    ledger.sending(id, "");
    var unused = producer.sendRaw(record.key(), record.value(), whenWritten(id));
  }

  private Callback whenWritten(String id) {
    return (metadata, problem) -> {
      if (problem == null) {
        ledger.written(id, metadata.partition(), metadata.offset());
      } else {
        ledger.failed(id, problem);
      }
    };
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
