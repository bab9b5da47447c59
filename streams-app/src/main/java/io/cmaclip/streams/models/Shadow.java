package io.cmaclip.streams.models;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the listings that the main model gets with another model, on one thread, and writes the
 * answers to a topic of its own, outside every transaction. Whatever it cannot keep up with is
 * dropped and counted; it works for a set share of the time, and not at all while the main model is
 * behind. Any thread shows it listings; model and producer belong to its own thread, which closes
 * them.
 */
public final class Shadow implements Onlooker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
  private static final Duration YIELD = Duration.ofMillis(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  /** A listing with what the shadow's own preprocessing made of it. */
  private record Work(Seen seen, Prepared prepared) {}

  private final ServingModel model;
  private final ListingPredictor predictor;
  private final ShadowSettings settings;
  private final Serializer<ListingAttributes> serializer;
  private final Producer<byte[], byte[]> producer;
  private final InstantSource clock;
  private final ShadowQueue queue;
  private final Counter answered;
  private final Counter dropped;
  private final Counter failed;
  private final Thread thread = new Thread(this::work, "shadow");
  private BooleanSupplier mainIsBehind = () -> false;
  private long complainedAt = System.nanoTime() - QUIET_NANOS;

  /**
   * A shadow that does nothing before {@link #start}.
   *
   * @param model with one predictor; closed by the shadow
   * @param producer closed by the shadow
   * @param meters not owned
   */
  public Shadow(
      ServingModel model,
      ShadowSettings settings,
      Serializer<ListingAttributes> serializer,
      Producer<byte[], byte[]> producer,
      InstantSource clock,
      MeterRegistry meters) {
    this.model = model;
    this.predictor = model.predictors().get(0);
    this.settings = settings;
    this.serializer = serializer;
    this.producer = producer;
    this.clock = clock;
    this.queue = new ShadowQueue(settings.maxQueued(), settings.maxBytes());
    this.answered = MeterTable.SHADOW.counter(meters, "answered");
    this.dropped = MeterTable.SHADOW.counter(meters, "dropped");
    this.failed = MeterTable.SHADOW.counter(meters, "failed");
    thread.setDaemon(true);
  }

  /**
   * Begins to answer.
   *
   * @param isBehind whether more listings wait for the main model than it takes at once
   */
  public void start(BooleanSupplier isBehind) {
    mainIsBehind = isBehind;
    thread.start();
  }

  @Override
  public void listing(byte[] key, ProductListing listing, UsedModalities modalities, byte[] image) {
    offer(
        new Seen(
            key,
            listing.getListingId(),
            listing.getUpdatedAt(),
            listing.getTitle(),
            modalities.image(),
            modalities.imageIndex(),
            image));
  }

  @Override
  public void deleted(byte[] key) {
    offer(Seen.deletion(key));
  }

  private void offer(Seen seen) {
    if (!queue.offer(seen)) {
      dropped.increment();
    }
  }

  /** What waits is dropped; a forward that does not come back is left behind after 20 s. */
  @Override
  public void close() {
    queue.close();
    if (thread.getState() == Thread.State.NEW) {
      closeOwned();
      return;
    }
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (!queue.isClosed()) {
        queue.awaitSome();
        if (mainIsBehind.getAsBoolean()) {
          Thread.sleep(YIELD.toMillis());
        } else {
          long start = System.nanoTime();
          answer(queue.take(settings.maxBatch()));
          pause(System.nanoTime() - start);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      LOG.error("the shadow has died; the service goes on without it", e);
    } finally {
      queue.close();
      closeOwned();
    }
  }

  /** So that a device that both models use is the main model's for the rest of the time. */
  private void pause(long busyNanos) throws InterruptedException {
    double nanos = busyNanos * (1 / settings.maxShare() - 1);
    queue.awaitClosed(Duration.ofNanos((long) nanos));
  }

  /** In the order in which they came, so that a deletion stays behind what it deletes. */
  private void answer(List<Seen> batch) {
    List<Work> works = new ArrayList<>(batch.size());
    for (Seen seen : batch) {
      try {
        works.add(new Work(seen, prepare(seen)));
      } catch (RuntimeException e) {
        fail(1, e);
      }
    }
    try {
      List<Prediction> predictions = predict(works);
      for (int i = 0; i < works.size(); i++) {
        send(works.get(i), predictions.get(i));
      }
    } catch (RuntimeException e) {
      fail(works.size(), e);
    }
  }

  private Prepared prepare(Seen seen) {
    return seen.isDeletion()
        ? null
        : model
            .preparer()
            .prepare(seen.title(), seen.image() == null ? List.of() : List.of(seen.image()));
  }

  /** One for each, null where there is nothing to predict from. */
  private List<Prediction> predict(List<Work> works) {
    List<PreparedListing> prepared = new ArrayList<>();
    for (Work work : works) {
      if (isPredicted(work)) {
        prepared.add(work.prepared().listing());
      }
    }
    List<Prediction> found = prepared.isEmpty() ? List.of() : predictor.predict(prepared);
    List<Prediction> predictions = new ArrayList<>(works.size());
    int next = 0;
    for (Work work : works) {
      predictions.add(isPredicted(work) ? found.get(next++) : null);
    }
    return predictions;
  }

  private static boolean isPredicted(Work work) {
    return work.prepared() != null && work.prepared().listing() != null;
  }

  private void send(Work work, Prediction prediction) {
    Seen seen = work.seen();
    try {
      byte[] value = seen.isDeletion() ? null : event(seen, work.prepared(), prediction);
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(settings.topic(), seen.key(), value),
              (metadata, failure) -> {
                if (failure == null) {
                  answered.increment();
                } else {
                  fail(1, failure);
                }
              });
    } catch (RuntimeException e) {
      fail(1, e);
    }
  }

  private byte[] event(Seen seen, Prepared prepared, Prediction prediction) {
    ModalityStatus image = seen.image() == null ? seen.status() : prepared.image();
    Prediction decided =
        model.reviewer().review(prediction, image, prepared.text(), Map.of()).prediction();
    return serializer.serialize(
        settings.topic(),
        AttributesEvents.of(
            seen.listingId(),
            seen.updatedAt(),
            new UsedModalities(
                image, prepared.text(), image == ModalityStatus.USED ? seen.imageIndex() : null),
            decided,
            predictor.model(),
            clock.instant()));
  }

  /** Called by the producer's thread too. */
  private synchronized void fail(int listings, Exception cause) {
    failed.increment(listings);
    if (System.nanoTime() - complainedAt >= QUIET_NANOS) {
      complainedAt = System.nanoTime();
      LOG.warn("the shadow fails; the service goes on", cause);
    }
  }

  private void closeOwned() {
    producer.close(CLOSE_TIMEOUT);
    predictor.close();
    model.afterwards().run();
  }
}
