package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What this process knows, and tells its successors, about the listings of one partition, from the
 * moment its task is initialised until it is closed. For any thread.
 */
public final class PartitionClaim {
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final QuarantineSettings settings;
  private final ClaimWriter writer;
  private final LongSupplier nanoClock;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final Map<Position, Boolean> running = new HashMap<>();
  private final Map<Position, Integer> suspects = new HashMap<>();
  private long watchUntil;
  private boolean watching;
  private boolean released;
  private long firstOffset = -1;

  PartitionClaim(QuarantineSettings settings, ClaimWriter writer, LongSupplier nanoClock) {
    this.settings = settings;
    this.writer = writer;
    this.nanoClock = nanoClock;
  }

  /** A claim that records nothing and suspects nobody. */
  static PartitionClaim unrecorded() {
    PartitionClaim claim =
        new PartitionClaim(QuarantineSettings.OFF, state -> DONE, System::nanoTime);
    claim.settleUnrecorded();
    return claim;
  }

  /** Done when it is known whom to suspect; no listing is decoded before. */
  public CompletableFuture<Void> settled() {
    return settled;
  }

  /** A record has come; called in the order of offsets. Those before the first are answered. */
  public synchronized void received(long offset) {
    firstOffset = firstOffset < 0 ? offset : firstOffset;
  }

  /** Takes a listing in that was {@link #received}, once settled. */
  public synchronized WatchedListing watch(ReceivedRecord<byte[], byte[]> record) {
    suspects.keySet().removeIf(known -> known.offset() < firstOffset);
    return isWatchful() ? new WatchedListing(this, Position.of(record)) : WatchedListing.UNWATCHED;
  }

  /** The task is closed: what it had in flight is somebody else's from now on. */
  public synchronized void release() {
    if (released) {
      return;
    }
    released = true;
    running.clear();
    if (settled.isDone()) {
      CompletableFuture<Void> unused = writer.write(suspects.isEmpty() ? null : state(false));
    }
  }

  /**
   * Takes over from earlier owners, and says so.
   *
   * @return done when what was taken over will outlive this process
   */
  synchronized CompletableFuture<Void> inherit(Inheritance inheritance) {
    suspects.putAll(inheritance.kills());
    watching = inheritance.afterDeath();
    watchUntil = nanoClock.getAsLong() + settings.watch().toNanos();
    return released ? DONE : writer.write(state(true));
  }

  void settle() {
    settled.complete(null);
  }

  /** Nothing can be recorded; listings are answered all the same. */
  synchronized void settleUnrecorded() {
    released = true;
    settled.complete(null);
  }

  synchronized boolean isSuspected(Position position) {
    return suspects.containsKey(position);
  }

  synchronized int kills(Position position) {
    return suspects.getOrDefault(position, 0);
  }

  synchronized boolean isPoison(Position position) {
    return isSuspected(position) && kills(position) >= settings.kills();
  }

  /** Listings go into a decode or forward; done when that will outlive this process. */
  synchronized CompletableFuture<Void> begin(Collection<Position> positions, boolean alone) {
    if (!isWatchful()) {
      return DONE;
    }
    positions.forEach(position -> running.put(position, alone));
    return writer.write(state(true));
  }

  /** They came out of it. */
  synchronized void end(Collection<Position> positions) {
    if (running.keySet().removeAll(positions) && !released) {
      CompletableFuture<Void> unused = writer.write(state(true));
    }
  }

  /**
   * The listing is done with, so it was not the one. A guilty one stays: it never ran, and comes
   * again when its dead letter is not committed.
   */
  synchronized void clear(Position position) {
    if (!isPoison(position) && suspects.remove(position) != null && !released) {
      CompletableFuture<Void> unused = writer.write(state(true));
    }
  }

  /** Listings of this partition that may have ended a process; none once it is released. */
  synchronized int suspects() {
    return released ? 0 : suspects.size();
  }

  synchronized boolean isReleased() {
    return released;
  }

  private boolean isWatchful() {
    watching = watching && nanoClock.getAsLong() - watchUntil < 0;
    return !released && (watching || !suspects.isEmpty());
  }

  private ClaimState state(boolean open) {
    List<ClaimState.Running> runningNow = new ArrayList<>();
    running.forEach((position, alone) -> runningNow.add(new ClaimState.Running(position, alone)));
    List<ClaimState.Suspect> suspectsNow = new ArrayList<>();
    suspects.forEach((position, kills) -> suspectsNow.add(new ClaimState.Suspect(position, kills)));
    return new ClaimState(open, runningNow, suspectsNow);
  }
}
