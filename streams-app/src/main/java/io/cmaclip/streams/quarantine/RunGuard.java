package io.cmaclip.streams.quarantine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every decode and inference call of the process. Records watched listings before they run,
 * and runs each quarantine candidate in isolation. Thread-safe.
 */
public final class RunGuard {
  private static final Logger LOG = LoggerFactory.getLogger(RunGuard.class);

  /** Longer than a broker failover, shorter than the stall limit of a predictor. */
  private static final Duration RECORDING = Duration.ofSeconds(10);

  /** Fair, so that a candidate is not starved. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Runs work on one listing. */
  public <T> T run(WatchedListing listing, Supplier<T> work) {
    return run(List.of(listing), work);
  }

  /** Runs work on these listings; a candidate must be the only one. */
  public <T> T run(List<WatchedListing> listings, Supplier<T> work) {
    boolean alone = listings.size() == 1 && listings.get(0).isCandidate();
    Lock held = alone ? lock.writeLock() : lock.readLock();
    held.lock();
    try {
      Map<PartitionClaim, List<Position>> watched = watched(listings);
      if (watched.isEmpty()) {
        return work.get();
      }
      record(watched, alone);
      try {
        return work.get();
      } finally {
        watched.forEach(PartitionClaim::end);
      }
    } finally {
      held.unlock();
    }
  }

  /**
   * Runs work on one listing if that does not block.
   *
   * @return empty if it would wait for a tracking record or for a candidate in isolation
   */
  public <T> Optional<T> tryRun(WatchedListing listing, Supplier<T> work) {
    if (listing.isWatched() || !tryReadLock()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The timed variant respects fairness: it does not overtake a waiting candidate. */
  private boolean tryReadLock() {
    try {
      return lock.readLock().tryLock(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Map<PartitionClaim, List<Position>> watched(List<WatchedListing> listings) {
    Map<PartitionClaim, List<Position>> watched = new HashMap<>();
    for (WatchedListing listing : listings) {
      if (listing.isWatched()) {
        watched
            .computeIfAbsent(listing.claim(), claim -> new ArrayList<>())
            .add(listing.position());
      }
    }
    return watched;
  }

  private static void record(Map<PartitionClaim, List<Position>> watched, boolean alone) {
    List<CompletableFuture<Void>> writes = new ArrayList<>(watched.size());
    watched.forEach((claim, positions) -> writes.add(claim.begin(positions, alone)));
    try {
      CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
          .get(RECORDING.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn(
          "Listings run without crash tracking: {}",
          e.getCause() == null ? e : e.getCause().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
