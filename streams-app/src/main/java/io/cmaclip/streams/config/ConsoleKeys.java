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

  public static final ConfigKey<Double> BLIND_SHARE =
      share(
          "console.blind-share",
          "Share of the items whose proposals are hidden from reviewers.",
          "Set 0.05 to see on the lead's page whether reviewers accept what is shown.");
  public static final ConfigKey<Double> SECOND_OPINION_SHARE =
      share(
          "console.second-opinion-share",
          "Share of the items that two reviewers decide. If they differ, a lead decides.",
          "Set 0.05 to measure how far reviewers agree. Needs two reviewers and a lead.");
  public static final ConfigKey<Double> KNOWN_ANSWER_SHARE =
      share(
          "console.known-answer-share",
          "Share of the items shown to a reviewer that a lead has decided before. The decisions"
              + " about them have no effect on labels.",
          "Set 0.03 to find reviewers who decide without looking. Needs a lead who decides"
              + " items.");

  private ConsoleKeys() {}

  private static ConfigKey<Double> share(String name, String meaning, String symptom) {
    return SECTION.key(name, ValueTypes.decimal(0, 1), 0.0, meaning, symptom);
  }
}
