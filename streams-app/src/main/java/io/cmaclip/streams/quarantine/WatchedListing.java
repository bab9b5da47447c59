package io.cmaclip.streams.quarantine;

/** The crash-tracking state of a listing. Thread-safe. */
public final class WatchedListing {
  /** A listing without crash tracking. */
  public static final WatchedListing UNWATCHED = new WatchedListing(null, null);

  private final PartitionClaim claim;
  private final Position position;

  WatchedListing(PartitionClaim claim, Position position) {
    this.claim = claim;
    this.position = position;
  }

  /** Whether its decode and inference calls are recorded. */
  public boolean isWatched() {
    return claim != null;
  }

  /** Whether it may have ended a process and must run in isolation. */
  public boolean isCandidate() {
    return isWatched() && claim.isCandidate(position);
  }

  /** Number of processes that ended while it ran in isolation. */
  public int kills() {
    return isWatched() ? claim.kills(position) : 0;
  }

  /** Whether it ended so many processes that it must be quarantined. */
  public boolean isPoison() {
    return isWatched() && claim.isPoison(position);
  }

  /** Called when the listing has an outcome. */
  public void clear() {
    if (isWatched()) {
      claim.clear(position);
    }
  }

  PartitionClaim claim() {
    return claim;
  }

  Position position() {
    return position;
  }
}
