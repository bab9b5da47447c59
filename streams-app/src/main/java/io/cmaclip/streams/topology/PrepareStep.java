package io.cmaclip.streams.topology;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.quarantine.WatchedListing;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Turns title and images of a listing into tokens and pixels. Thread-safe. */
final class PrepareStep {
  /** A PNG of one pixel. */
  private static final byte[] CONTROL_IMAGE =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                  + "rkJggg==");

  private final ModelVersions models;
  private final RunGuard guard;

  /**
   * @param models not owned
   * @param guard runs every preparation
   */
  PrepareStep(ModelVersions models, RunGuard guard) {
    this.models = models;
    this.guard = guard;
  }

  /** Upper bound of the size of pixels and tokens of a listing, in bytes. */
  long maxPreparedBytes() {
    return models.current().maxPreparedBytes();
  }

  /**
   * Prepares a listing from its title and the first readable image.
   *
   * @param images image files; may be empty
   * @param first index of the first of these images in the listing
   */
  Preparation prepare(DecodedListing listing, List<byte[]> images, int first) {
    String title = listing.event().getTitle();
    try {
      PreparedBy by = guard.run(listing.watched(), () -> models.prepare(title, images));
      if (by.prepared().image() != ModalityStatus.USED) {
        return new Preparation.WithoutImage(by);
      }
      int used = by.prepared().imageIndex();
      return new Preparation.WithImage(by, first + used, images.get(used));
    } catch (RuntimeException | StackOverflowError failure) {
      return new Preparation.Failed(failure);
    }
  }

  /** Whether a control listing can be prepared, so that a failure is due to its listing. */
  boolean isHealthy() {
    try {
      guard
          .run(
              WatchedListing.UNWATCHED, () -> models.prepare("a red shirt", List.of(CONTROL_IMAGE)))
          .model()
          .release();
      return true;
    } catch (RuntimeException | StackOverflowError failure) {
      return false;
    }
  }

  /** Prepares a listing from its title alone; empty if that would block. */
  Optional<Preparation> tryTitle(DecodedListing listing) {
    String title = listing.event().getTitle();
    try {
      return guard
          .tryRun(listing.watched(), () -> models.prepare(title, List.of()))
          .map(Preparation.WithoutImage::new);
    } catch (RuntimeException | StackOverflowError failure) {
      return Optional.of(new Preparation.Failed(failure));
    }
  }
}
