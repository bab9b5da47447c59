package io.cmaclip.streams.models;

import io.cmaclip.model.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hot swap: polls the bundle's folder. A different bundle that is unchanged at two successive polls
 * is verified, loaded and warmed up while the current model version serves, and then replaces it. A
 * bundle that is refused or rolled back is ignored until the folder changes. Runs on its own
 * thread.
 */
public final class BundleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BundleWatch.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  /** Time limit of the self-tests; generous, since a busy processor delays them. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The service that swaps models. */
  @FunctionalInterface
  public interface Target {
    /**
     * Replaces the model version that serves.
     *
     * @param patience time limit for the self-tests of its predictors
     * @throws IllegalStateException when they do not pass in time
     */
    void swapTo(ServingModel next, Duration patience) throws InterruptedException;
  }

  private final Path folder;
  private final Duration interval;
  private final Function<Bundle, ServingModel> loader;
  private final Target target;
  private final ModelJournal journal;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "bundle-watch");
  private FolderLook last;
  private FolderLook settled;

  private BundleWatch(
      Path folder,
      Duration interval,
      Function<Bundle, ServingModel> loader,
      Target target,
      ModelJournal journal) {
    this.folder = folder;
    this.interval = interval;
    this.loader = loader;
    this.target = target;
    this.journal = journal;
    thread.setDaemon(true);
  }

  /**
   * Starts to watch.
   *
   * @param loader returns a warmed-up and self-tested model, or throws
   * @param journal holds the model version that serves
   */
  public static BundleWatch start(
      Path folder,
      Duration interval,
      Function<Bundle, ServingModel> loader,
      Target target,
      ModelJournal journal) {
    BundleWatch watch = new BundleWatch(folder, interval, loader, target, journal);
    watch.thread.start();
    return watch;
  }

  /** Stops watching and cancels the loading of a bundle. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("The watch of the bundle folder has stopped.");
    }
  }

  private void look() throws InterruptedException {
    FolderLook now = FolderLook.at(folder);
    if (!now.equals(last)) {
      // The bundle may still be being copied.
      last = now;
      return;
    }
    if (now.equals(settled)) {
      return;
    }
    settled = now;
    if (!now.isBundle()) {
      LOG.warn("{} no longer holds a bundle; the loaded model version continues to serve", folder);
    } else if (!now.fingerprint().equals(journal.status().serving().fingerprint())) {
      swap(now.fingerprint());
    }
  }

  private void swap(String fingerprint) throws InterruptedException {
    SwapResult onFailure = SwapResult.REFUSED;
    try {
      LOG.info("Hot swap: loading bundle {} while the current model version serves", fingerprint);
      // Resolve a symbolic link once, so that all files belong to the same bundle.
      Bundle bundle = Bundle.open(folder.toRealPath());
      onFailure = SwapResult.ROLLED_BACK;
      target.swapTo(loader.apply(bundle), PATIENCE);
      journal.swapped(bundle);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (closing.getCount() > 0) {
        journal.failed(onFailure, fingerprint, String.valueOf(e.getMessage()));
        LOG.debug("bundle {}", fingerprint, e);
      }
    }
  }
}
