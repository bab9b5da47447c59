package io.cmaclip.streams.topology;

import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.unchanged.Content;
import io.cmaclip.streams.unchanged.Hash;
import io.cmaclip.streams.unchanged.Recall;
import io.cmaclip.streams.unchanged.Remembered;
import io.cmaclip.streams.unchanged.UnchangedResult;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Repeats the answer of a listing whose title and image the current model has already classified:
 * the last answer of its key, or the answer of the listing before it that is in flight.
 * Thread-safe.
 */
final class UnchangedStep {
  private final UnchangedSettings settings;
  private final boolean needsContent;
  private final ModelVersions models;
  private final ListingThreads threads;
  private final InstantSource clock;

  /**
   * @param needsContent whether the content hash is needed for other purposes, too
   * @param models not owned
   */
  UnchangedStep(
      UnchangedSettings settings,
      boolean needsContent,
      ModelVersions models,
      ListingThreads threads,
      InstantSource clock) {
    this.settings = settings;
    this.needsContent = needsContent;
    this.models = models;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * Finishes a listing with the answer that is already known, if it is unchanged. Does not block.
   *
   * @param classify receives every other listing, on this thread or on a preparation thread
   */
  void check(DecodedListing listing, Consumer<DecodedListing> classify) {
    if (!needsContent && !listing.recall().isKept()) {
      classify.accept(listing);
    } else if (Content.isLarge(listing.event())) {
      threads.prepare(listing.priority(), () -> compare(listing, classify));
    } else {
      compare(listing, classify);
    }
  }

  /** The last answer, if it was given for this title and this file as the first usable image. */
  Optional<Preparation> withImage(DecodedListing listing, int index, byte[] file) {
    Content content = listing.recall().content();
    Optional<Remembered> latest = listing.recall().latest();
    if (content == null || latest.isEmpty() || listing.isRetried()) {
      return Optional.empty();
    }
    Hash hash = Hash.of(ByteBuffer.wrap(file));
    ModelVersion model = models.current();
    String fingerprint = model.identity().fingerprint();
    return latest
        .filter(entry -> entry.isOfImage(content, index, hash, fingerprint))
        .map(entry -> new Preparation.Unchanged(entry, model.reviewer()));
  }

  /** Finishes a listing whose image was fetched and has not changed. */
  void refetched(DecodedListing listing, Preparation.Unchanged same) {
    Recall recall = listing.recall();
    Content content = recall.content();
    if (content != null) { // null: the listing is discarded
      Remembered entry = same.entry().checked(content, recall.seenAt());
      finish(listing, entry, same.reviewer(), UnchangedResult.REFETCHED);
    }
  }

  /** Hash of the image file of a listing; {@link Hash#NONE} without one, or if it is not needed. */
  static Hash image(DecodedListing listing, Preparation.Ready ready) {
    Content content = listing.recall().content();
    if (content == null || !listing.recall().isKept() || ready.imageFile() == null) {
      return Hash.NONE;
    }
    Hash known = content.images().get(ready.modalities().imageIndex());
    return known.equals(Hash.NONE) ? Hash.of(ByteBuffer.wrap(ready.imageFile())) : known;
  }

  /** The outcome of a classified listing, with the entry for the answer store if there is one. */
  static Outcome remembering(DecodedListing listing, Outcome.Answered answered, Hash image) {
    Recall recall = listing.recall();
    Content content = recall.content();
    if (content == null || !recall.isKept()) {
      return answered;
    }
    Remembered entry =
        new Remembered(
            content.title(),
            content.listing(),
            image,
            recall.seenAt(),
            Remembered.Outputs.UNKNOWN,
            answered.answer());
    recall.answered(entry);
    return new Outcome.Remembering(answered, entry, UnchangedResult.CLASSIFIED);
  }

  private void compare(DecodedListing listing, Consumer<DecodedListing> classify) {
    if (listing.isDiscarded()) {
      return;
    }
    Recall recall = listing.recall();
    Content content = Content.of(listing.event());
    recall.known(content, clock.instant());
    if (!recall.isKept()) {
      classify.accept(listing);
      return;
    }
    if (isRepeated(listing, content)) {
      return;
    }
    Optional<CompletableFuture<Remembered>> previous = recall.previousAnswer(content);
    if (previous.isEmpty()) {
      classify.accept(listing);
      return;
    }
    // On another thread, so that a long chain of listings of one key does not nest.
    CompletableFuture<Void> unused =
        previous
            .get()
            .thenAccept(
                answer ->
                    threads.prepare(listing.priority(), () -> follow(listing, answer, classify)));
  }

  /**
   * @param previous answer of the listing before; null if it is of no use
   */
  private void follow(
      DecodedListing listing, Remembered previous, Consumer<DecodedListing> classify) {
    if (listing.isDiscarded()) {
      return;
    }
    Content content = listing.recall().content();
    if (previous != null) {
      listing.recall().use(previous);
    }
    if (previous == null || !isRepeated(listing, content)) {
      classify.accept(listing);
    }
  }

  private boolean isRepeated(DecodedListing listing, Content content) {
    ModelVersion model = models.current();
    String fingerprint = model.identity().fingerprint();
    Optional<Remembered> entry =
        listing
            .recall()
            .latest()
            .filter(
                known ->
                    known.isOf(content, fingerprint, clock.instant(), settings.refetchAfter()));
    entry.ifPresent(known -> finish(listing, known, model.reviewer(), UnchangedResult.REPEATED));
    return entry.isPresent();
  }

  private static void finish(
      DecodedListing listing, Remembered entry, Reviewer reviewer, UnchangedResult how) {
    Outcome.Answered answered =
        new Outcome.Answered(
            listing.event(), entry.answer(), listing.recall().contentHash(), reviewer);
    listing.recall().answered(entry);
    listing.claimed().finish(new Outcome.Remembering(answered, entry, how));
  }
}
