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
 * Looks at the bundle's folder at an interval. A bundle that is another one, and was the same at
 * two looks, is verified, loaded and warmed beside the model that serves, then takes its place. One
 * that cannot be used is left alone until something in the folder changes. Has a thread of its own.
 */
public final class BundleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BundleWatch.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  /** For self-tests that a busy processor delays. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Where a new model is to serve. */
  @FunctionalInterface
  public interface Target {
    /**
     * Puts a model in the place of the one that serves.
     *
     * @param patience how long its predictors may take to pass their self-tests
     * @throws IllegalStateException when they don't
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
   * Begins to watch.
   *
   * @param loader gives a model that is warm and self-tested, or throws
   * @param journal knows the model that serves
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

  /** Looks no more; a bundle that is being loaded is given up. */
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
      LOG.debug("the bundle's folder is not watched any more");
    }
  }

  private void look() throws InterruptedException {
    FolderLook now = FolderLook.at(folder);
    if (!now.equals(last)) {
      // Perhaps still being copied.
      last = now;
      return;
    }
    if (now.equals(settled)) {
      return;
    }
    settled = now;
    if (!now.isBundle()) {
      LOG.warn("{} holds no bundle any more; the model that was loaded goes on", folder);
    } else if (!now.fingerprint().equals(journal.status().serving().fingerprint())) {
      swap(now.fingerprint());
    }
  }

  private void swap(String fingerprint) throws InterruptedException {
    SwapResult ifItFails = SwapResult.REFUSED;
    try {
      LOG.info("bundle {} is loaded beside the one that serves", fingerprint);
      // Where a link says which bundle it is, all files have to be of the same one.
      Bundle bundle = Bundle.open(folder.toRealPath());
      ifItFails = SwapResult.ROLLED_BACK;
      target.swapTo(loader.apply(bundle), PATIENCE);
      journal.swapped(bundle);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (closing.getCount() > 0) {
        journal.failed(ifItFails, fingerprint, String.valueOf(e.getMessage()));
        LOG.debug("bundle {}", fingerprint, e);
      }
    }
  }
}
