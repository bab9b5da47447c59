package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.PartitionClaim;
import io.cmaclip.streams.quarantine.RefusedListingException;
import io.cmaclip.streams.quarantine.WatchedListing;
import io.cmaclip.streams.unchanged.Recall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The steps of a listing: claim, decode, unchanged, image, prepare, batch. The last step, route,
 * runs on the stream thread. A listing that needs neither the registry nor an image stays on the
 * stream thread; {@link ListingThreads} run all other steps. Shared by all tasks; thread-safe.
 */
final class ListingPipeline {
  /** The steps before the batch. */
  record Steps(DecodeStep decode, UnchangedStep unchanged, ImageStep image, PrepareStep prepare) {}

  private final DecodeStep decode;
  private final UnchangedStep unchanged;
  private final ImageStep image;
  private final PrepareStep prepare;
  private final ListingThreads threads;
  private final FailedListings failures;
  private final Onlooker onlooker;

  /**
   * @param onlooker not owned
   */
  ListingPipeline(Steps steps, ListingThreads threads, FailedListings failures, Onlooker onlooker) {
    this.decode = steps.decode();
    this.unchanged = steps.unchanged();
    this.image = steps.image();
    this.prepare = steps.prepare();
    this.threads = threads;
    this.failures = failures;
    this.onlooker = onlooker;
  }

  /** Starts processing a record. Never blocks; any thread may complete the listing. */
  void accept(
      ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight, ListingIntake intake) {
    PartitionClaim claim = intake.claim();
    if (received.key() == null && (received.value() == null || decode.isKeyed(received))) {
      inFlight.complete(
          new Outcome.Rejected(
              DeadLetterReason.KEY_MISSING, new RefusedListingException("the record has no key")));
    } else if (received.value() == null) {
      inFlight.complete(new Outcome.Deleted(null));
      onlooker.deleted(received.key());
    } else {
      long preparedBytes = prepare.maxPreparedBytes();
      inFlight.reserve(preparedBytes);
      Recall recall = intake.memory().received(received.key(), received.offset());
      inFlight.onEnd(recall::end);
      Function<WatchedListing, ClaimedListing> claimed =
          watched ->
              new ClaimedListing(
                  received, inFlight, watched, recall, intake.priority(), preparedBytes);
      if (claim.settled().isDone()) {
        claim(claimed.apply(claim.watch(received)));
      } else {
        CompletableFuture<Void> unused =
            claim
                .settled()
                .thenRun(
                    () ->
                        threads.prepare(
                            intake.priority(), () -> claim(claimed.apply(claim.watch(received)))));
      }
    }
  }

  /** Runs when the poison-pill candidates of the partition are known. */
  private void claim(ClaimedListing listing) {
    WatchedListing watched = listing.watched();
    if (watched.isPoison()) {
      listing.finish(
          new Outcome.Rejected(
              DeadLetterReason.SUSPECTED_POISON,
              new RefusedListingException(
                  watched.kills() + " processes ended while this listing ran alone")));
      return;
    }
    Optional<SchemaId> schema = decode.schemaId(listing.received());
    if (decode.isQuick(schema)) {
      decode(listing, schema, Retries.NONE);
    } else {
      threads.onRegistryThread(() -> decode(listing, schema, Retries.NONE));
    }
  }

  /**
   * @param retries attempts at which the registry did not know the schema
   */
  private void decode(ClaimedListing listing, Optional<SchemaId> schema, Retries retries) {
    if (listing.isDiscarded()) {
      return;
    }
    Decoding decoding = decode.decode(listing.received(), schema);
    if (decoding instanceof Decoding.Decoded decoded) {
      unchanged.check(new DecodedListing(listing, decoded.event()), this::image);
    } else if (decoding instanceof Decoding.Deleted deleted) {
      listing.finish(new Outcome.Deleted(deleted.listingId()));
      onlooker.deleted(OutputKey.of(listing.received(), deleted.listingId()));
    } else if (decoding instanceof Decoding.Ignored) {
      listing.finish(new Outcome.Ignored());
    } else if (decoding instanceof Decoding.Refused refused) {
      listing.finish(new Outcome.Rejected(refused.reason(), refused.cause()));
    } else if (!(decoding instanceof Decoding.UnknownSchema unknown)) {
      threads.retryOnRegistryThread(() -> decode(listing, schema, retries));
    } else if (decode.isRetried(unknown, retries)) {
      threads.retryOnRegistryThread(() -> decode(listing, schema, retries.failed()));
    } else {
      listing.finish(new Outcome.Rejected(unknown.refusal().reason(), unknown.refusal().cause()));
    }
  }

  private void image(DecodedListing listing) {
    if (listing.event().getImages().isEmpty()) {
      prepareTitle(listing);
    } else {
      image.search(listing, preparation -> batch(listing, preparation));
    }
  }

  /** Stays on this thread unless that would block, which a stream thread must not do. */
  private void prepareTitle(DecodedListing listing) {
    Optional<Preparation> now = prepare.tryTitle(listing);
    if (now.isPresent()) {
      batch(listing, now.get());
    } else {
      threads.prepare(
          listing.priority(), () -> batch(listing, prepare.prepare(listing, List.of(), 0)));
    }
  }

  private void batch(DecodedListing listing, Preparation preparation) {
    if (preparation instanceof Preparation.Ready ready) {
      BatchStep.submit(
          listing,
          ready,
          cause ->
              failures.failed(listing, DeadLetterReason.PREDICTION_FAILED, cause, this::image));
      if (!listing.isRetried()) {
        onlooker.listing(
            OutputKey.of(listing.claimed().received(), listing.event().getListingId()),
            listing.event(),
            ready.modalities(),
            ready.imageFile());
      }
    } else if (preparation instanceof Preparation.Unchanged same) {
      unchanged.refetched(listing, same);
    } else {
      Throwable cause = ((Preparation.Failed) preparation).cause();
      failures.failed(listing, DeadLetterReason.PREPARATION_FAILED, cause, this::image);
    }
  }
}
