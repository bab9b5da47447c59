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
 * Shadow model: classifies the listings of the main model with another model on one thread, and
 * writes the results to a topic of its own, outside any transaction. Drops and counts listings that
 * exceed its queue. Works for a limited share of the time, and not while the main model is behind.
 * Any thread may offer listings; the shadow thread owns and closes model and producer.
 */
public final class Shadow implements Onlooker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
  private static final Duration YIELD = Duration.ofMillis(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  /** A listing prepared by the preprocessing of the shadow model. */
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
  private long warnedAt = System.nanoTime() - QUIET_NANOS;

  /**
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
   * Starts the thread.
   *
   * @param isBehind whether at least a whole batch waits for the main model
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

  /** Drops queued listings and waits at most 20 s for a running inference call. */
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
      LOG.error("The shadow model has failed; the service continues without it.", e);
    } finally {
      queue.close();
      closeOwned();
    }
  }

  /** Leaves the rest of the time of a shared device to the main model. */
  private void pause(long busyNanos) throws InterruptedException {
    double nanos = busyNanos * (1 / settings.maxShare() - 1);
    queue.awaitClosed(Duration.ofNanos((long) nanos));
  }

  /** Keeps the order, so that a deletion follows the listing that it deletes. */
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

  /** A prediction for each, or null without image and title. */
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

  /** Also called by the thread of the producer. */
  private synchronized void fail(int listings, Exception cause) {
    failed.increment(listings);
    if (System.nanoTime() - warnedAt >= QUIET_NANOS) {
      warnedAt = System.nanoTime();
      LOG.warn("The shadow model fails; the service continues.", cause);
    }
  }

  private void closeOwned() {
    producer.close(CLOSE_TIMEOUT);
    predictor.close();
    model.afterwards().run();
  }
}
