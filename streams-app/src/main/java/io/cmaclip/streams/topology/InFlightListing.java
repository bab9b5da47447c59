package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.batching.BatchEntry;
import io.cmaclip.streams.batching.ByteBudget;
import io.cmaclip.streams.batching.InFlightRecord;
import io.cmaclip.streams.deadletter.DeadLetterReason;
import io.cmaclip.streams.generation.Generation;
import io.cmaclip.streams.generation.PreparedBy;
import io.cmaclip.streams.records.ReceivedRecord;
import io.cmaclip.streams.suspects.PartitionClaim;
import io.cmaclip.streams.suspects.WatchedListing;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A listing on its way. One thread at a time works on it: the stream thread that received it, then
 * a preparation thread, then a predictor thread, which hand it on through queues; and the stream
 * thread again once it is finished. Only {@link #forget} may come at any time.
 */
final class InFlightListing extends InFlightRecord implements BatchEntry {
  /** Objects around the bytes: listing, queue entries, outcome. */
  private static final long OBJECT_BYTES = 2048;

  private final long receivedBytes;
  private final long maxPreparedBytes;
  private final String place;
  private final PartitionClaim claim;
  private volatile WatchedListing watched = WatchedListing.UNWATCHED;
  private volatile Future<?> waitedFor;
  private volatile ReceivedRecord received;
  private volatile ProductListing listing;
  private volatile Prepared preparation;
  private volatile PreparedListing prepared;
  private volatile Integer pictureIndex;
  private volatile Outcome outcome;

  /** The model it is with from its preparation to its answer. */
  private volatile Generation model;

  private final AtomicBoolean modelLeft = new AtomicBoolean();

  /**
   * Reserves what it may need: the record twice, as it came and decoded, and its pixels and tokens.
   *
   * @param claim of its partition
   * @param maxPreparedBytes most bytes pixels and tokens may take
   */
  InFlightListing(
      ReceivedRecord received, PartitionClaim claim, ByteBudget budget, long maxPreparedBytes) {
    super(received.offset(), budget, OBJECT_BYTES + 2 * received.sizeInBytes() + maxPreparedBytes);
    this.receivedBytes = received.sizeInBytes();
    this.maxPreparedBytes = maxPreparedBytes;
    this.place = received.partition() + "@" + received.offset();
    this.claim = claim;
    this.received = received;
  }

  /** Null once discarded. */
  ReceivedRecord received() {
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

  @Override
  public WatchedListing watched() {
    return watched;
  }

  /** Null until it is finished, and once discarded. */
  Outcome outcome() {
    return outcome;
  }

  /** Topic, partition and offset, for logs. */
  String place() {
    return place;
  }

  /** No pixels yet: a listing that waits for its picture must not hold up the others' memory. */
  void waitsForFetch() {
    shrinkTo(OBJECT_BYTES + 2 * receivedBytes);
  }

  /** Reserves pixels and tokens (again). */
  void isPreparedNow() {
    growTo(OBJECT_BYTES + 2 * receivedBytes + maxPreparedBytes);
  }

  /** Names what is to be cancelled when the listing is discarded. */
  void waitsFor(Future<?> future) {
    waitedFor = future;
    if (isDiscarded()) {
      future.cancel(false);
    }
  }

  /** Sets what the predictor is to read. The model is released when there is an outcome. */
  void prepared(ProductListing decoded, PreparedBy by, Integer indexInListing) {
    Prepared made = by.prepared();
    model = by.model();
    listing = decoded;
    pictureIndex = indexInListing;
    prepared = made.listing();
    preparation =
        new Prepared(null, made.image(), made.text(), made.imageIndex(), made.imageProblem());
    long needed = OBJECT_BYTES + 2 * receivedBytes + made.listing().sizeInBytes();
    shrinkTo(needed);
    // A model that came meanwhile may need more than was reserved.
    growTo(needed);
    if (isDiscarded()) {
      forget();
    }
  }

  @Override
  public PreparedListing prepared() {
    return prepared;
  }

  @Override
  public void predicted(Prediction prediction, ModelIdentity identity) {
    finishWith(
        new Outcome.Answered(
            listing, preparation, pictureIndex, prediction, identity, model.reviewer()));
  }

  @Override
  public void condemned(RuntimeException cause) {
    finishWith(new Outcome.Rejected(DeadLetterReason.PREDICTION_FAILED, cause));
  }

  /** Publishes the outcome. Pixels and tokens are not needed any more. */
  void finishWith(Outcome result) {
    watched.clear();
    outcome = result;
    prepared = null;
    shrinkTo(OBJECT_BYTES + 2 * receivedBytes);
    finish();
    leaveModel();
    if (isDiscarded()) {
      forget();
    }
  }

  @Override
  protected void forget() {
    received = null;
    listing = null;
    preparation = null;
    prepared = null;
    outcome = null;
    leaveModel();
    Future<?> waiting = waitedFor;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  /** Whichever thread comes first releases it, and once. */
  private void leaveModel() {
    Generation used = model;
    if (used != null && modelLeft.compareAndSet(false, true)) {
      used.release();
    }
  }
}
