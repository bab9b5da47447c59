package io.cmaclip.streams.quarantine;

import java.time.Duration;

/**
 * How long a record is retried that fails for a reason that may be temporary, before it is
 * dead-lettered.
 *
 * @param unknownSchema retry time of a record whose schema the registry does not know, 0 or more
 * @param failedListing retry time of a listing that fails preparation or inference, 0 or more
 */
public record RetrySettings(Duration unknownSchema, Duration failedListing) {
  public static final RetrySettings DEFAULT =
      new RetrySettings(Duration.ofSeconds(30), Duration.ofSeconds(5));

  public RetrySettings {
    if (unknownSchema.isNegative() || failedListing.isNegative()) {
      throw new IllegalArgumentException(
          "retry times = " + unknownSchema + ", " + failedListing + ": must be 0 or more");
    }
  }
}
