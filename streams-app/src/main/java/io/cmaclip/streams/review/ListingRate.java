package io.cmaclip.streams.review;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Listings per hour of one partition: an exponential moving average over {@value #MEMORY_HOURS}
 * hours. A pause, such as a restart, counts as at most that long, so that it does not turn the
 * backlog after it into a flood. Not thread-safe.
 */
final class ListingRate {
  static final double MEMORY_HOURS = 0.5;

  private static final double MILLIS_PER_HOUR = 3_600_000;

  private long lastMillis = -1;
  private double listings;
  private double hours;

  /** A listing has come. */
  void add(long millis) {
    double gap =
        lastMillis < 0
            ? 0
            : Math.min(Math.max(0, millis - lastMillis) / MILLIS_PER_HOUR, MEMORY_HOURS);
    double keep = Math.exp(-gap / MEMORY_HOURS);
    listings = listings * keep + 1;
    hours = hours * keep + gap;
    lastMillis = Math.max(lastMillis, millis);
  }

  /** Share of the listings that makes so many per hour, 0 to 1. */
  double share(double perHour) {
    return Math.min(1, perHour * hours / listings);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(lastMillis);
    out.writeDouble(listings);
    out.writeDouble(hours);
  }

  static ListingRate read(DataInputStream in) throws IOException {
    ListingRate rate = new ListingRate();
    rate.lastMillis = in.readLong();
    rate.listings = in.readDouble();
    rate.hours = in.readDouble();
    return rate;
  }
}
