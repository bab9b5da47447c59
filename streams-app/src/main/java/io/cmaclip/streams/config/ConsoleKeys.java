package io.cmaclip.streams.config;

import java.time.Duration;

/** Settings of the review console. The service accepts and ignores them. */
public final class ConsoleKeys {
  static final Section SECTION = new Section("Review console");

  public static final ConfigKey<Duration> LEASE =
      SECTION.key(
          "console.lease",
          ValueTypes.duration(Duration.ofSeconds(5), Duration.ofHours(1)),
          Duration.ofSeconds(60),
          "How long an item stays reserved for a reviewer whose page no longer renews it. The page"
              + " renews after a third of it, and frees items when it is closed.",
          "Lengthen it if reviewers lose items while their network is away. Shorten it if items of"
              + " crashed browsers should be back sooner.");
  public static final ConfigKey<Duration> EXPIRE_AFTER =
      SECTION.key(
          "console.expire-after",
          ValueTypes.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
          Duration.ofDays(30),
          "Age at which a waiting item leaves the queue.",
          "Shorten it if nobody decides old items and they hide how long the queue is.");

  private ConsoleKeys() {}
}
