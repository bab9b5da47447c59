package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.PartitionClaim;
import io.cmaclip.streams.quarantine.RefusedListingException;
import io.cmaclip.streams.quarantine.WatchedListing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a listing, step by step: claim, decode, image, prepare, batch. The last step, route,
 * runs on the stream thread again. What needs neither the registry nor an image is done at once by
 * the stream thread; everything else by {@link ListingThreads}. Shared by all tasks.
 */
final class ListingPipeline {
  private final DecodeStep decode;
  private final ImageStep image;
  private final PrepareStep prepare;
  private final ListingThreads threads;
  private final Onlooker onlooker;

  /**
   * @param onlooker not owned
   */
  ListingPipeline(
      DecodeStep decode,
      ImageStep image,
      PrepareStep prepare,
      ListingThreads threads,
      Onlooker onlooker) {
    this.decode = decode;
    this.image = image;
    this.prepare = prepare;
    this.threads = threads;
    this.onlooker = onlooker;
  }

  /** Begins. Never waits; the listing is finished sooner or later, by any thread. */
  void accept(
      ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight, PartitionClaim claim) {
    if (received.key() == null) {
      inFlight.complete(
          new Outcome.Rejected(
              DeadLetterReason.KEY_MISSING, new RefusedListingException("the record has no key")));
    } else if (received.value() == null) {
      inFlight.complete(new Outcome.Deleted());
      onlooker.deleted(received.key());
    } else {
      long preparedBytes = prepare.maxPreparedBytes();
      inFlight.reserve(preparedBytes);
      if (claim.settled().isDone()) {
        claim(received, inFlight, claim, preparedBytes);
      } else {
        CompletableFuture<Void> unused =
            claim
                .settled()
                .thenRun(
                    () -> threads.prepare(() -> claim(received, inFlight, claim, preparedBytes)));
      }
    }
  }

  /** It is settled which listings of the partition may be poison pills. */
  private void claim(
      ReceivedRecord<byte[], byte[]> received,
      InFlight<Outcome> inFlight,
      PartitionClaim claim,
      long preparedBytes) {
    WatchedListing watched = claim.watch(received);
    ClaimedListing listing = new ClaimedListing(received, inFlight, watched, preparedBytes);
    if (watched.isPoison()) {
      listing.finish(
          new Outcome.Rejected(
              DeadLetterReason.SUSPECTED_POISON,
              new RefusedListingException(
                  watched.kills() + " processes ended while this listing ran alone")));
    } else if (decode.isQuick(received)) {
      decode(listing);
    } else {
      threads.askRegistry(() -> decode(listing));
    }
  }

  private void decode(ClaimedListing listing) {
    if (listing.isDiscarded()) {
      return;
    }
    Decoding decoding = decode.decode(listing.received());
    if (decoding instanceof Decoding.Decoded decoded) {
      image(new DecodedListing(listing, decoded.event()));
    } else if (decoding instanceof Decoding.Refused refused) {
      listing.finish(new Outcome.Rejected(refused.reason(), refused.cause()));
    } else {
      threads.askRegistryAgain(() -> decode(listing));
    }
  }

  private void image(DecodedListing listing) {
    if (listing.event().getImages().isEmpty()) {
      prepareTitle(listing);
    } else {
      image.search(listing, preparation -> batch(listing, preparation));
    }
  }

  /** At once, unless something has to be waited for, which a stream thread must not do. */
  private void prepareTitle(DecodedListing listing) {
    Optional<Preparation> now = prepare.tryTitle(listing);
    if (now.isPresent()) {
      batch(listing, now.get());
    } else {
      threads.prepare(() -> batch(listing, prepare.prepare(listing, List.of(), 0)));
    }
  }

  private void batch(DecodedListing listing, Preparation preparation) {
    if (preparation instanceof Preparation.Ready ready) {
      BatchStep.submit(listing, ready);
      onlooker.listing(
          listing.claimed().received().key(),
          listing.event(),
          ready.modalities(),
          ready.imageFile());
    } else {
      listing
          .claimed()
          .finish(
              new Outcome.Rejected(
                  DeadLetterReason.PREPARATION_FAILED, ((Preparation.Failed) preparation).cause()));
    }
  }
}
