package io.cmaclip.streams.produce;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Rate limiter without bursts: events that a pause delays are not caught up. Owned by one thread.
 */
public final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long interval;
  private final LongSupplier nanos;
  private long next;

  private Pace(long interval, LongSupplier nanos) {
    this.interval = interval;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /**
   * A pace of so many events per second.
   *
   * @param perSecond events per second, above 0; infinity for no limit
   */
  public static Pace of(double perSecond) {
    return of(perSecond, System::nanoTime);
  }

  static Pace of(double perSecond, LongSupplier nanos) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate = " + perSecond + ": must be above 0 (per second)");
    }
    return new Pace((long) (NANOS_PER_SECOND / perSecond), nanos);
  }

  /** Waits until the next event is due. */
  public void await() throws InterruptedException {
    long now = nanos.getAsLong();
    for (long left = next - now; left > 0; left = next - nanos.getAsLong()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    next = Math.max(next, now - interval) + interval;
  }
}
