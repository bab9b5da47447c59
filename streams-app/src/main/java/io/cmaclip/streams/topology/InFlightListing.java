package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.PartitionClaim;
import io.cmaclip.streams.quarantine.WatchedListing;
import java.util.concurrent.Future;

/**
 * A listing on its way. One thread at a time works on it: the stream thread that received it, then
 * a preparation thread, then a batcher's thread, which hand it on through queues.
 */
final class InFlightListing {
  private final ReceivedRecord<byte[], byte[]> received;
  private final InFlight<Outcome> inFlight;
  private final PartitionClaim claim;
  private final long maxPreparedBytes;
  private volatile WatchedListing watched = WatchedListing.UNWATCHED;
  private volatile Future<?> waitedFor;

  /**
   * Reserves what its pixels and tokens may need.
   *
   * @param claim of its partition
   * @param maxPreparedBytes most bytes pixels and tokens may take
   */
  InFlightListing(
      ReceivedRecord<byte[], byte[]> received,
      InFlight<Outcome> inFlight,
      PartitionClaim claim,
      long maxPreparedBytes) {
    this.received = received;
    this.inFlight = inFlight;
    this.claim = claim;
    this.maxPreparedBytes = maxPreparedBytes;
    isPreparedNow();
  }

  ReceivedRecord<byte[], byte[]> received() {
    return received;
  }

  /** Of its partition. */
  PartitionClaim claim() {
    return claim;
  }

  /** Asks the record of suspects, once the claim is settled. */
  void watch(WatchedListing seen) {
    watched = seen;
  }

  WatchedListing watched() {
    return watched;
  }

  boolean isDiscarded() {
    return inFlight.isDone();
  }

  /** No pixels yet: a listing that waits for its picture must not hold up the others' memory. */
  void waitsForFetch() {
    inFlight.reserve(0);
  }

  /** Reserves pixels and tokens (again). */
  void isPreparedNow() {
    inFlight.reserve(maxPreparedBytes);
  }

  /** Names what is to be cancelled when the listing is discarded. */
  void waitsFor(Future<?> future) {
    boolean first = waitedFor == null;
    waitedFor = future;
    if (first) {
      inFlight.onEnd(() -> waitedFor.cancel(false));
    } else if (isDiscarded()) {
      future.cancel(false);
    }
  }

  /** Hands it to the model that prepared it, which is released at the end. */
  void submit(ProductListing decoded, PreparedBy by, Integer indexInListing) {
    Prepared made = by.prepared();
    ModelVersion model = by.model();
    Prepared preparation =
        new Prepared(null, made.image(), made.text(), made.imageIndex(), made.imageProblem());
    inFlight.reserve(made.listing().sizeInBytes());
    inFlight.onEnd(model::release);
    model
        .batcher()
        .submit(
            inFlight,
            new InferenceItem(made.listing(), watched),
            inference -> {
              watched.clear();
              return inference instanceof Inference.Predicted predicted
                  ? new Outcome.Answered(
                      decoded,
                      preparation,
                      indexInListing,
                      predicted.prediction(),
                      model.identity(),
                      model.reviewer())
                  : new Outcome.Rejected(
                      DeadLetterReason.PREDICTION_FAILED, ((Inference.Rejected) inference).cause());
            });
  }

  void finishWith(Outcome result) {
    watched.clear();
    inFlight.complete(result);
  }
}
