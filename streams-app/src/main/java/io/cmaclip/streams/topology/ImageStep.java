package io.cmaclip.streams.topology;

import io.cmaclip.batching.Priority;
import io.cmaclip.events.ListingImage;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.streams.images.FetchFailedException;
import io.cmaclip.streams.images.FetchedImage;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.images.WhenUnavailable;
import io.cmaclip.streams.models.PreparedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the first usable image of a listing, in the listing's order. Inline bytes are decoded;
 * images given by URL are fetched and decoded one after the other, so later images are fetched only
 * if needed. Inline bytes override the URL of the same image. No thread blocks on a fetch.
 */
final class ImageStep {
  private static final Logger LOG = LoggerFactory.getLogger(ImageStep.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final ImageSource source;
  private final ImageSettings settings;
  private final PrepareStep prepare;
  private final UnchangedStep unchanged;
  private final ListingThreads threads;

  /**
   * @param source not owned
   */
  ImageStep(
      ImageSource source,
      ImageSettings settings,
      PrepareStep prepare,
      UnchangedStep unchanged,
      ListingThreads threads) {
    this.source = source;
    this.settings = settings;
    this.prepare = prepare;
    this.unchanged = unchanged;
    this.threads = threads;
  }

  /**
   * Starts a search.
   *
   * @param found receives the result on a preparation thread, unless the listing is discarded
   */
  void search(DecodedListing listing, Consumer<Preparation> found) {
    ImageSearch search = new ImageSearch(listing, found);
    proceed(search, ImageProgress.start(search.images()));
  }

  private void proceed(ImageSearch search, ImageProgress progress) {
    Priority priority = search.listing().priority();
    int candidate = progress.candidate();
    if (candidate >= search.images().size()) {
      threads.prepare(priority, () -> exhausted(search, progress));
    } else if (ImageProgress.isInline(search.images().get(candidate))) {
      threads.prepare(priority, () -> tryInline(search, progress, candidate));
    } else {
      fetch(search, progress, candidate);
    }
  }

  /** Tries all consecutive inline images in one call. */
  private void tryInline(ImageSearch search, ImageProgress progress, int first) {
    List<byte[]> files = new ArrayList<>();
    int next = first;
    while (next < search.images().size() && ImageProgress.isInline(search.images().get(next))) {
      files.add(bytes(search.images().get(next).getBytes()));
      next++;
    }
    tryToPrepare(search, progress.settle(first, next), files, first);
  }

  private void fetch(ImageSearch search, ImageProgress progress, int candidate) {
    ListingImage image = search.images().get(candidate);
    search.listing().reserveNothing();
    CompletableFuture<FetchedImage> fetch = source.fetch(image.getUrl(), image.getSha256());
    search.waitFor(fetch);
    CompletableFuture<FetchedImage> unused =
        fetch.whenComplete(
            (file, failure) ->
                threads.prepare(
                    search.listing().priority(),
                    () -> fetched(search, progress, candidate, file, failure)));
  }

  private void fetched(
      ImageSearch search,
      ImageProgress progress,
      int candidate,
      FetchedImage file,
      Throwable failure) {
    if (failure != null) {
      notFetched(search, progress, candidate, failure);
      return;
    }
    try (file) {
      Optional<Preparation> same = unchanged.withImage(search.listing(), candidate, file.bytes());
      if (same.isPresent()) {
        search.end(same.get());
        return;
      }
      tryToPrepare(
          search, progress.settle(candidate, candidate + 1), List.of(file.bytes()), candidate);
    }
  }

  private void notFetched(
      ImageSearch search, ImageProgress progress, int candidate, Throwable failure) {
    if (search.listing().isDiscarded() || failure instanceof CancellationException) {
      // At shutdown the listing stays in flight; the next owner of the partition processes it.
      return;
    }
    if (!(failure instanceof FetchFailedException fetch)) {
      throw new IllegalStateException("unexpected failure of a fetch", failure);
    }
    LOG.debug("{}: image {} not fetched: {}", search.place(), candidate, fetch.getMessage());
    proceed(search, progress.notFetched(candidate, fetch));
  }

  private void tryToPrepare(
      ImageSearch search, ImageProgress progress, List<byte[]> files, int first) {
    if (search.listing().isDiscarded()) {
      return;
    }
    search.listing().reservePrepared();
    Preparation made = prepare.prepare(search.listing(), files, first);
    if (!(made instanceof Preparation.WithoutImage withoutImage)) {
      search.end(made);
      return;
    }
    PreparedBy by = withoutImage.by();
    by.model().release();
    proceed(
        search,
        by.prepared().image() == ModalityStatus.UNREADABLE
            ? progress.unreadable(by.prepared().imageProblem())
            : progress);
  }

  private void exhausted(ImageSearch search, ImageProgress progress) {
    if (search.listing().isDiscarded() || scheduleRetry(search, progress)) {
      return;
    }
    search.listing().reservePrepared();
    Preparation made = prepare.prepare(search.listing(), List.of(), 0);
    search.end(
        made instanceof Preparation.WithoutImage withoutImage
            ? new Preparation.WithoutImage(withProblem(progress.problem(), withoutImage.by()))
            : made);
  }

  private static PreparedBy withProblem(ImageProgress.Problem problem, PreparedBy by) {
    if (problem.image() == ModalityStatus.MISSING) {
      return by;
    }
    Prepared made = by.prepared();
    return by.with(
        new Prepared(
            made.listing(), problem.image(), made.text(), Prepared.NO_IMAGE, problem.text()));
  }

  /** Schedules another pass after a pause, if a retry may find an image and is allowed. */
  private boolean scheduleRetry(ImageSearch search, ImageProgress progress) {
    boolean wanted =
        switch (progress.retry()) {
          case YES -> true;
          case IF_LISTINGS_WAIT -> settings.unavailable() == WhenUnavailable.WAIT;
          case NO -> false;
        };
    if (!wanted || search.runningNanos() >= settings.longestWait().toNanos()) {
      return false;
    }
    if (progress.passes() == 0) {
      LOG.info("{}: waiting for an image: {}", search.place(), progress.problem().text());
    }
    search.waitFor(
        threads.prepareAfter(
            pause(progress.passes()),
            search.listing().priority(),
            () -> proceed(search, progress.nextPass())));
    return true;
  }

  /** Exponential backoff with jitter, which spreads the listings of one host. */
  private static Duration pause(int passes) {
    long most =
        Math.min(
            LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(passes, Integer.SIZE - 2));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
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
