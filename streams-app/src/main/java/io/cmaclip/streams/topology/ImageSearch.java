package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingImage;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The search for a usable image of one listing. Confined to one thread at a time. Between two
 * threads it waits for a future, which is cancelled when the listing is discarded.
 */
final class ImageSearch {
  private final DecodedListing listing;
  private final Consumer<Preparation> found;
  private final long startNanos = System.nanoTime();
  private volatile Future<?> waitsFor;

  /**
   * @param found receives the result on a preparation thread, unless the listing is discarded
   */
  ImageSearch(DecodedListing listing, Consumer<Preparation> found) {
    this.listing = listing;
    this.found = found;
    listing.inFlight().onEnd(this::cancelWait);
  }

  DecodedListing listing() {
    return listing;
  }

  List<ListingImage> images() {
    return listing.event().getImages();
  }

  String place() {
    return listing.claimed().received().place();
  }

  long runningNanos() {
    return System.nanoTime() - startNanos;
  }

  void end(Preparation result) {
    found.accept(result);
  }

  void waitFor(Future<?> future) {
    waitsFor = future;
    if (listing.isDiscarded()) {
      future.cancel(false);
    }
  }

  private void cancelWait() {
    Future<?> waiting = waitsFor;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
