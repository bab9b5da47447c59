package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.streams.images.FetchCause;
import io.cmaclip.streams.images.FetchFailedException;
import io.cmaclip.streams.images.FetchedImage;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.models.PreparedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the first usable picture of one listing, in the listing's order: inline bytes are
 * decoded, pictures given by address fetched and decoded, one after the other, so that nothing is
 * fetched that is not needed. Inline bytes go before an address given with them.
 *
 * <p>One thread at a time works on it: the one that begins it, then preparation threads. Between
 * them it waits in no thread.
 */
final class PictureSearch {
  private static final Logger LOG = LoggerFactory.getLogger(PictureSearch.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final PictureSearches shared;
  private final InFlightListing listing;
  private final String title;
  private final List<ListingImage> images;
  private final Consumer<PictureSearches.Found> found;
  private final long startNanos = System.nanoTime();

  /** Images that will not become usable by being tried again. */
  private final BitSet settled = new BitSet();

  private int next;
  private int pauses;
  private boolean isUnreadable;
  private String unreadable;
  private String unfetched;
  private boolean unavailable;
  private boolean overloaded;

  PictureSearch(
      PictureSearches shared,
      InFlightListing listing,
      ProductListing decoded,
      Consumer<PictureSearches.Found> found) {
    this.shared = shared;
    this.listing = listing;
    this.title = decoded.getTitle();
    this.images = decoded.getImages();
    this.found = found;
  }

  /** Goes on with the next image that has not been settled. */
  void proceed() {
    next = settled.nextClearBit(next);
    if (next >= images.size()) {
      shared.preparation().execute(this::exhausted);
    } else if (images.get(next).getBytes() != null) {
      shared.preparation().execute(this::tryInline);
    } else if (hasUrl(images.get(next))) {
      listing.waitsForFetch();
      CompletableFuture<FetchedImage> fetch =
          shared.source().fetch(images.get(next).getUrl(), images.get(next).getSha256());
      listing.waitsFor(fetch);
      CompletableFuture<FetchedImage> unused =
          fetch.whenComplete(
              (image, failure) -> shared.preparation().execute(() -> arrived(image, failure)));
    } else {
      settled.set(next);
      proceed();
    }
  }

  /** All inline pictures up to the next one given by address, at once. */
  private void tryInline() {
    List<byte[]> pictures = new ArrayList<>();
    int first = next;
    while (next < images.size() && images.get(next).getBytes() != null) {
      pictures.add(bytes(images.get(next).getBytes()));
      settled.set(next);
      next++;
    }
    tryToPrepare(pictures, first);
  }

  private void arrived(FetchedImage image, Throwable failure) {
    if (failure != null) {
      fetchFailed(failure);
      return;
    }
    try (image) {
      settled.set(next);
      int first = next;
      next++;
      tryToPrepare(List.of(image.bytes()), first);
    }
  }

  private void fetchFailed(Throwable failure) {
    if (listing.isDiscarded() || failure instanceof CancellationException) {
      // Where the service ends, the listing stays in flight and is left to the next start.
      return;
    }
    if (!(failure instanceof FetchFailedException fetch)) {
      throw new IllegalStateException("a fetch failed in no way it should", failure);
    }
    FetchCause reason = fetch.reason();
    unfetched = fetch.getMessage();
    LOG.debug("{}: picture {} not fetched: {}", listing.received().place(), next, unfetched);
    if (reason == FetchCause.OVERLOADED) {
      overloaded = true;
    } else if (reason.isTransient()) {
      unavailable = true;
    } else {
      settled.set(next);
    }
    next++;
    proceed();
  }

  private void tryToPrepare(List<byte[]> pictures, int first) {
    if (listing.isDiscarded()) {
      return;
    }
    listing.isPreparedNow();
    PreparedBy by;
    try {
      by = shared.prepare(listing, title, pictures);
    } catch (RuntimeException | StackOverflowError failure) {
      found.accept(PictureSearches.Found.failed(failure));
      return;
    }
    Prepared made = by.prepared();
    if (made.image() == ModalityStatus.USED) {
      int used = made.imageIndex();
      found.accept(new PictureSearches.Found(by, first + used, pictures.get(used), null));
      return;
    }
    by.model().release();
    if (made.image() == ModalityStatus.UNREADABLE) {
      isUnreadable = true;
      unreadable = made.imageProblem();
    }
    proceed();
  }

  private void exhausted() {
    if (listing.isDiscarded() || waits()) {
      return;
    }
    listing.isPreparedNow();
    PreparedBy by;
    try {
      by = shared.prepare(listing, title, List.of());
    } catch (RuntimeException | StackOverflowError failure) {
      found.accept(PictureSearches.Found.failed(failure));
      return;
    }
    if (isUnreadable) {
      by = without(by, ModalityStatus.UNREADABLE, unreadable);
    } else if (unfetched != null) {
      by = without(by, ModalityStatus.FETCH_FAILED, unfetched);
    }
    found.accept(new PictureSearches.Found(by, null, null, null));
  }

  private static PreparedBy without(PreparedBy by, ModalityStatus image, String problem) {
    Prepared made = by.prepared();
    return by.as(new Prepared(made.listing(), image, made.text(), Prepared.NO_IMAGE, problem));
  }

  /** Begins anew after a pause, when a picture may come yet and the listing is to wait for it. */
  private boolean waits() {
    boolean wanted = overloaded || (unavailable && shared.unavailable() == WhenUnavailable.WAIT);
    if (!wanted || System.nanoTime() - startNanos >= shared.longestWait().toNanos()) {
      return false;
    }
    overloaded = false;
    unavailable = false;
    next = 0;
    if (pauses == 0) {
      LOG.info("{}: waits for its picture: {}", listing.received().place(), unfetched);
    }
    Future<?> again =
        shared
            .timer()
            .schedule(
                () -> shared.preparation().execute(this::proceed),
                pause(pauses++).toNanos(),
                TimeUnit.NANOSECONDS);
    listing.waitsFor(again);
    return true;
  }

  /** Doubled each time, less up to half, so that listings of one host do not come all at once. */
  private static Duration pause(int number) {
    long most =
        Math.min(
            LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(number, Integer.SIZE - 2));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private static boolean hasUrl(ListingImage image) {
    return image.getUrl() != null && !image.getUrl().isBlank();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
