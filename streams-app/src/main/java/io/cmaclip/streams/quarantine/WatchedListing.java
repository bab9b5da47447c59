package io.cmaclip.streams.quarantine;

/** A listing as the record of suspects sees it. For any thread. */
public final class WatchedListing {
  /** One that nobody has reason to watch. */
  public static final WatchedListing UNWATCHED = new WatchedListing(null, null);

  private final PartitionClaim claim;
  private final Position position;

  WatchedListing(PartitionClaim claim, Position position) {
    this.claim = claim;
    this.position = position;
  }

  /** Whether what it goes through is recorded. */
  public boolean isWatched() {
    return claim != null;
  }

  /** Whether it may have ended a process, so that nothing else may run beside it. */
  public boolean isSuspected() {
    return isWatched() && claim.isSuspected(position);
  }

  /** How many processes ended while it ran alone, 0 or more. */
  public int kills() {
    return isWatched() ? claim.kills(position) : 0;
  }

  /** Whether it has ended so many processes that it is to be put aside. */
  public boolean isPoison() {
    return isWatched() && claim.isPoison(position);
  }

  /** It has been answered or put aside. */
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
