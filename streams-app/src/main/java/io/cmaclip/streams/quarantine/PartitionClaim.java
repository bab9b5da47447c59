package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Crash tracking of one partition, from the initialization of its task until its close. Records
 * which listings are running, for the next owner of the partition. Thread-safe.
 */
public final class PartitionClaim {
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final QuarantineSettings settings;
  private final Function<ClaimState, CompletableFuture<Void>> writer;
  private final LongSupplier nanoClock;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final Map<Position, Boolean> running = new HashMap<>();
  private final Map<Position, Integer> candidates = new HashMap<>();
  private long watchUntil;
  private boolean watching;
  private boolean released;
  private long firstOffset = -1;

  /**
   * @param writer replaces the record of this owner, in the order of the calls; null deletes it.
   *     Completed when the brokers have acknowledged the write, or exceptionally
   */
  PartitionClaim(
      QuarantineSettings settings,
      Function<ClaimState, CompletableFuture<Void>> writer,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.writer = writer;
    this.nanoClock = nanoClock;
  }

  /** A claim without crash tracking. */
  static PartitionClaim unrecorded() {
    PartitionClaim claim =
        new PartitionClaim(QuarantineSettings.OFF, state -> DONE, System::nanoTime);
    claim.settleUnrecorded();
    return claim;
  }

  /** Completed when the candidates are known; no listing is decoded before. */
  public CompletableFuture<Void> settled() {
    return settled;
  }

  /** Called for each record in the order of offsets. Offsets before the first are committed. */
  public synchronized void received(long offset) {
    firstOffset = firstOffset < 0 ? offset : firstOffset;
  }

  /** The tracking state of a {@link #received} listing; call it once {@link #settled}. */
  public synchronized WatchedListing watch(ReceivedRecord<byte[], byte[]> record) {
    candidates.keySet().removeIf(known -> known.offset() < firstOffset);
    return isWatchful() ? new WatchedListing(this, Position.of(record)) : WatchedListing.UNWATCHED;
  }

  /** Called when the task is closed: the next owner processes the listings in flight. */
  public synchronized void release() {
    if (released) {
      return;
    }
    released = true;
    running.clear();
    if (settled.isDone()) {
      CompletableFuture<Void> unused = writer.apply(candidates.isEmpty() ? null : state(false));
    }
  }

  /**
   * Takes over the state of previous owners and records it.
   *
   * @return completed when the brokers have acknowledged the record
   */
  synchronized CompletableFuture<Void> inherit(Inheritance inheritance) {
    candidates.putAll(inheritance.kills());
    watching = inheritance.afterCrash();
    watchUntil = nanoClock.getAsLong() + settings.watch().toNanos();
    return released ? DONE : writer.apply(state(true));
  }

  void settle() {
    settled.complete(null);
  }

  /** Turns crash tracking off for this partition; its listings are processed. */
  synchronized void settleUnrecorded() {
    released = true;
    settled.complete(null);
  }

  synchronized boolean isCandidate(Position position) {
    return candidates.containsKey(position);
  }

  synchronized int kills(Position position) {
    return candidates.getOrDefault(position, 0);
  }

  synchronized boolean isPoison(Position position) {
    return isCandidate(position) && kills(position) >= settings.kills();
  }

  /** Records listings before a decode or inference call; completed when acknowledged. */
  synchronized CompletableFuture<Void> begin(Collection<Position> positions, boolean alone) {
    if (!isWatchful()) {
      return DONE;
    }
    positions.forEach(position -> running.put(position, alone));
    return writer.apply(state(true));
  }

  /** Records that the decode or inference call of these listings has ended. */
  synchronized void end(Collection<Position> positions) {
    if (running.keySet().removeAll(positions) && !released) {
      CompletableFuture<Void> unused = writer.apply(state(true));
    }
  }

  /**
   * The listing has an outcome and is no longer a candidate. A poison pill is kept until its dead
   * letter is committed: it did not run, and may be received again.
   */
  synchronized void clear(Position position) {
    if (!isPoison(position) && candidates.remove(position) != null && !released) {
      CompletableFuture<Void> unused = writer.apply(state(true));
    }
  }

  /** Number of candidates; 0 after release. */
  synchronized int candidates() {
    return released ? 0 : candidates.size();
  }

  synchronized boolean isReleased() {
    return released;
  }

  private boolean isWatchful() {
    watching = watching && nanoClock.getAsLong() - watchUntil < 0;
    return !released && (watching || !candidates.isEmpty());
  }

  private ClaimState state(boolean open) {
    List<ClaimState.Running> runningNow = new ArrayList<>();
    running.forEach((position, alone) -> runningNow.add(new ClaimState.Running(position, alone)));
    List<ClaimState.Candidate> candidatesNow = new ArrayList<>();
    candidates.forEach(
        (position, kills) -> candidatesNow.add(new ClaimState.Candidate(position, kills)));
    return new ClaimState(open, runningNow, candidatesNow);
  }
}
