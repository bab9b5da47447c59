package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.quarantine.RunGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What the searches for pictures share. For any thread.
 *
 * @param source not owned
 * @param guard every decode goes through it
 * @param preparation runs decoding; work it refuses at the end of the service is dropped
 * @param longestWait see {@link io.cmaclip.streams.images.ImageSettings}
 */
record PictureSearches(
    ImageSource source,
    ModelVersions models,
    RunGuard guard,
    Executor preparation,
    ScheduledExecutorService timer,
    WhenUnavailable unavailable,
    Duration longestWait) {
  /**
   * Begins a search.
   *
   * @param found gets what came of it, on a preparation thread, unless the listing is discarded
   */
  void begin(InFlightListing listing, ProductListing decoded, Consumer<Found> found) {
    new PictureSearch(this, listing, decoded, found).proceed();
  }

  /**
   * Prepares a listing for the model.
   *
   * @return its model is released by whoever gets it
   * @throws RuntimeException as {@link io.cmaclip.streams.models.Preparer#prepare} throws it
   */
  PreparedBy prepare(InFlightListing listing, String title, List<byte[]> pictures) {
    return guard.run(listing.watched(), () -> models.prepare(title, pictures));
  }

  /**
   * Prepares a title, if nothing has to be waited for.
   *
   * @return its model is released by whoever gets it; empty when it was not prepared
   * @throws RuntimeException as {@link io.cmaclip.streams.models.Preparer#prepare} throws it
   */
  Optional<PreparedBy> tryPrepare(InFlightListing listing, String title) {
    return guard.tryRun(listing.watched(), () -> models.prepare(title, List.of()));
  }

  /**
   * What came of a search.
   *
   * @param prepared its model is released by whoever gets it; null when preparing failed
   * @param index in the listing's images of the picture used; null when none was
   * @param picture that picture's file; null when none was used
   * @param failure why preparing failed; null when it did not
   */
  record Found(PreparedBy prepared, Integer index, byte[] picture, Throwable failure) {
    static Found failed(Throwable failure) {
      return new Found(null, null, null, failure);
    }
  }
}
