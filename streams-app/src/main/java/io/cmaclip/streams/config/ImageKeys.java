package io.cmaclip.streams.config;

import io.cmaclip.streams.images.BreakerSettings;
import io.cmaclip.streams.images.Cidr;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Pictures given by address. */
public final class ImageKeys {
  private static final String SECTION = "Pictures by address";
  private static final long KB = 1L << 10;
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final ImageSettings IMAGES = ImageSettings.DEFAULT;
  private static final FetchSettings FETCH = FetchSettings.DEFAULT;
  private static final BreakerSettings BREAKER = BreakerSettings.DEFAULT;

  public static final ConfigKey<String> UNAVAILABLE =
      new ConfigKey<>(
          "image.unavailable",
          SECTION,
          "What becomes of a listing whose picture cannot be fetched now. degrade: it is "
              + "answered from its title alone, marked FETCH_FAILED. wait: it is tried again "
              + "until it can be, and the listings behind it in its partition wait too. What "
              + "will not change (no such picture, refused address, too large, not a picture, "
              + "wrong hash) degrades in any case.",
          "",
          ValueTypes.choice(WhenUnavailable.DEGRADE.word(), WhenUnavailable.WAIT.word()),
          IMAGES.unavailable().word(),
          null,
          "Set wait when answers without the picture are of no use to you.");

  public static final ConfigKey<Duration> LONGEST_WAIT =
      new ConfigKey<>(
          "image.longest-wait",
          SECTION,
          "How long a listing waits under image.unavailable = wait before it is degraded "
              + "after all.",
          "",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
          IMAGES.longestWait(),
          null,
          "Shorten it when one dead host must not hold up a partition for so long.");

  public static final ConfigKey<Boolean> FETCHING =
      new ConfigKey<>(
          "image.fetch.enabled",
          SECTION,
          "Whether pictures given by address are fetched.",
          "",
          ValueTypes.bool(),
          IMAGES.fetching(),
          null,
          "Set false where the service must open no connections to hosts that listings " + "name.");

  public static final ConfigKey<Duration> TIME_LIMIT =
      new ConfigKey<>(
          "image.fetch.time-limit",
          SECTION,
          "Longest time of one attempt, from the name to the last byte; waiting for a "
              + "place does not count.",
          "",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
          FETCH.timeLimit(),
          null,
          "Lengthen it when pictures of good hosts fail as timed_out; shorten it when a "
              + "host that dies delays a partition too long (failures until its circuit opens, "
              + "times this).");

  public static final ConfigKey<Integer> RETRIES =
      new ConfigKey<>(
          "image.fetch.retries",
          SECTION,
          "Further attempts after one that failed by the host's fault, with growing, "
              + "random pauses.",
          "retries",
          ValueTypes.integer(0, 10),
          FETCH.retries(),
          null,
          "Raise it when a flaky host costs pictures; lower it when dead hosts delay "
              + "partitions.");

  public static final ConfigKey<Long> MAX_BYTES =
      new ConfigKey<>(
          "image.fetch.max-bytes",
          SECTION,
          "Largest picture file that is fetched.",
          "",
          ValueTypes.bytes(KB, 64 * MB),
          (long) FETCH.maxBytes(),
          null,
          "Raise it when good pictures fail as too_large.");

  public static final ConfigKey<Long> MAX_BUFFERED =
      new ConfigKey<>(
          "image.fetch.max-buffered-bytes",
          SECTION,
          "Most memory for files being received or waiting for decoding, all together; "
              + "beyond it fetches are put off.",
          "",
          ValueTypes.bytes(MB, 64 * GB),
          FETCH.maxBufferedBytes(),
          null,
          "Lower it for a small heap; raise it when fetches end as overloaded.");

  public static final ConfigKey<Integer> PER_HOST =
      new ConfigKey<>(
          "image.fetch.concurrency-per-host",
          SECTION,
          "Attempts at one host at the same time; others queue.",
          "attempts",
          ValueTypes.integer(1, 1024),
          FETCH.concurrencyPerHost(),
          null,
          "Raise it when one large picture host serves most listings and predictors wait; "
              + "lower it when hosts complain.");

  public static final ConfigKey<Integer> CONCURRENCY =
      new ConfigKey<>(
          "image.fetch.concurrency",
          SECTION,
          "Attempts at all hosts together.",
          "attempts",
          ValueTypes.integer(1, 10_000),
          FETCH.concurrency(),
          null,
          "Raise it when listings name many slow hosts at once.");

  public static final ConfigKey<Integer> MAX_HOSTS =
      new ConfigKey<>(
          "image.fetch.max-hosts",
          SECTION,
          "Hosts whose circuits and meters are remembered; the one longest unused is "
              + "forgotten first.",
          "hosts",
          ValueTypes.integer(1, 100_000),
          FETCH.maxHosts(),
          null,
          "Raise it when listings name more hosts than that over and over.");

  public static final ConfigKey<Set<String>> NAMED_HOSTS =
      new ConfigKey<>(
          "image.fetch.named-hosts",
          SECTION,
          "Hosts that metrics show by name, with their circuits and places; all others together are"
              + " the host other.",
          "",
          ValueTypes.hosts(),
          null,
          "none",
          "Name the picture hosts that most listings use, to see which of them fails.");

  public static final ConfigKey<List<Cidr>> ALLOWED_CIDRS =
      new ConfigKey<>(
          "image.fetch.allowed-cidrs",
          SECTION,
          "Addresses that may be connected to although they are not public (private, "
              + "loopback, link-local and so on).",
          "",
          ValueTypes.cidrs(),
          null,
          "none",
          "Name the network of your own picture servers; every listing can then reach all "
              + "of it.");

  public static final ConfigKey<Set<Integer>> ALLOWED_PORTS =
      new ConfigKey<>(
          "image.fetch.allowed-ports",
          SECTION,
          "Ports that may be connected to.",
          "",
          ValueTypes.ports(),
          FETCH.allowedPorts(),
          null,
          "Add the port of a picture server that uses another one.");

  public static final ConfigKey<Integer> BREAKER_WINDOW =
      new ConfigKey<>(
          "image.fetch.breaker.window",
          SECTION,
          "Latest attempts at a host that its circuit looks at.",
          "attempts",
          ValueTypes.integer(1, 1000),
          BREAKER.window(),
          null,
          "Raise it when short troubles of a busy host open its circuit.");

  public static final ConfigKey<Integer> BREAKER_MINIMUM =
      new ConfigKey<>(
          "image.fetch.breaker.minimum-calls",
          SECTION,
          "Attempts at a host before its circuit can open.",
          "attempts",
          ValueTypes.integer(1, 1000),
          BREAKER.minimumCalls(),
          null,
          "Lower it when dead hosts delay partitions too long.");

  public static final ConfigKey<Integer> BREAKER_RATE =
      new ConfigKey<>(
          "image.fetch.breaker.failure-rate",
          SECTION,
          "Share of failed, or of slow, attempts in the window that opens the circuit.",
          "percent",
          ValueTypes.integer(1, 100),
          BREAKER.failurePercent(),
          null,
          "Lower it to give up failing hosts sooner.");

  public static final ConfigKey<Duration> BREAKER_SLOW =
      new ConfigKey<>(
          "image.fetch.breaker.slow-call",
          SECTION,
          "An attempt that lasts longer counts as slow.",
          "",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
          BREAKER.slowCall(),
          null,
          "Shorten it when a slow host holds up partitions; beyond the time limit it has "
              + "no effect.");

  public static final ConfigKey<Duration> BREAKER_OPEN =
      new ConfigKey<>(
          "image.fetch.breaker.open-for",
          SECTION,
          "First pause before a host whose circuit is open is tried again; doubled each "
              + "time, with jitter.",
          "",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.openFor(),
          null,
          "Shorten it when hosts are back long before they are used again.");

  public static final ConfigKey<Duration> BREAKER_LONGEST =
      new ConfigKey<>(
          "image.fetch.breaker.longest-open-for",
          SECTION,
          "Where that doubling ends.",
          "",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.longestOpenFor(),
          null,
          "Shorten it when hosts come back after long outages.");

  public static final ConfigKey<Long> CACHE_BYTES =
      new ConfigKey<>(
          "image.cache.max-bytes",
          SECTION,
          "Memory for files fetched before, found by the listing's SHA-256 or, where the "
              + "server gives an ETag, by address after asking whether it has changed. 0 B: "
              + "none.",
          "",
          ValueTypes.bytes(0, 64 * GB),
          FETCH.cacheBytes(),
          null,
          "Raise it when the same pictures come again and again.");

  /** In the order of the reference page. */
  static final List<ConfigKey<?>> ALL =
      List.of(
          UNAVAILABLE,
          LONGEST_WAIT,
          FETCHING,
          TIME_LIMIT,
          RETRIES,
          MAX_BYTES,
          MAX_BUFFERED,
          PER_HOST,
          CONCURRENCY,
          MAX_HOSTS,
          NAMED_HOSTS,
          ALLOWED_CIDRS,
          ALLOWED_PORTS,
          BREAKER_WINDOW,
          BREAKER_MINIMUM,
          BREAKER_RATE,
          BREAKER_SLOW,
          BREAKER_OPEN,
          BREAKER_LONGEST,
          CACHE_BYTES);

  private ImageKeys() {}

  static ImageSettings settings(ServiceConfig config) {
    return new ImageSettings(
        config.get(FETCHING),
        WhenUnavailable.of(config.get(UNAVAILABLE)),
        config.get(LONGEST_WAIT),
        new FetchSettings(
            config.get(TIME_LIMIT),
            config.get(RETRIES),
            config.get(MAX_BYTES).intValue(),
            config.get(MAX_BUFFERED),
            config.get(PER_HOST),
            config.get(CONCURRENCY),
            config.get(MAX_HOSTS),
            config.find(ALLOWED_CIDRS).orElse(List.of()),
            config.get(ALLOWED_PORTS),
            config.find(NAMED_HOSTS).orElse(Set.of()),
            config.get(CACHE_BYTES),
            new BreakerSettings(
                config.get(BREAKER_WINDOW),
                config.get(BREAKER_MINIMUM),
                config.get(BREAKER_RATE),
                config.get(BREAKER_SLOW),
                config.get(BREAKER_OPEN),
                config.get(BREAKER_LONGEST))));
  }
}
