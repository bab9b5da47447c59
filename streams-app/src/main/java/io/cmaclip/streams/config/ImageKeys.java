package io.cmaclip.streams.config;

import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.streams.images.BreakerSettings;
import io.cmaclip.streams.images.Cidr;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Images given by address. */
public final class ImageKeys {
  static final Section SECTION = new Section("Images by address");
  private static final long KB = 1L << 10;
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final ImageSettings IMAGES = ImageSettings.DEFAULT;
  private static final FetchSettings FETCH = FetchSettings.DEFAULT;
  private static final BreakerSettings BREAKER = BreakerSettings.DEFAULT;

  public static final ConfigKey<WhenUnavailable> UNAVAILABLE =
      SECTION.key(
          "image.unavailable",
          ValueTypes.choice(WhenUnavailable.class),
          IMAGES.unavailable(),
          "What becomes of a listing whose image cannot be fetched now. degrade: it is "
              + "answered from its title alone, marked FETCH_FAILED. wait: it is tried again "
              + "until it can be, and the listings behind it in its partition wait too. What "
              + "will not change (no such image, refused address, too large, not an image, "
              + "wrong hash) degrades in any case.",
          "Set wait when answers without the image are of no use to you.");

  public static final ConfigKey<Duration> LONGEST_WAIT =
      SECTION.key(
          "image.longest-wait",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
          IMAGES.longestWait(),
          "How long a listing waits under image.unavailable = wait before it is degraded "
              + "after all.",
          "Shorten it when one dead host must not hold up a partition for so long.");

  public static final ConfigKey<Integer> MAX_PIXELS =
      SECTION.key(
          "image.max-pixels",
          ValueTypes.integer(1_000_000, 900_000_000, "pixels"),
          (int) ImageLimits.DEFAULT.maxPixels(),
          "Largest image that is decoded, in pixels. An image with more than 50 million pixels is "
              + "decoded at reduced size, which bounds the memory.",
          "Raise it when large images are UNREADABLE; lower it to spend less CPU on them.");

  public static final ConfigKey<Boolean> FETCHING =
      SECTION.key(
          "image.fetch.enabled",
          ValueTypes.bool(),
          IMAGES.fetching(),
          "Whether images given by address are fetched.",
          "Set false where the service must open no connections to hosts that listings " + "name.");

  public static final ConfigKey<Duration> TIME_LIMIT =
      SECTION.key(
          "image.fetch.time-limit",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
          FETCH.timeLimit(),
          "Longest time of one attempt, from the name to the last byte; waiting for a "
              + "place does not count.",
          "Lengthen it when images of good hosts fail as timed_out; shorten it when a "
              + "host that dies delays a partition too long (failures until its circuit opens, "
              + "times this).");

  public static final ConfigKey<Integer> RETRIES =
      SECTION.key(
          "image.fetch.retries",
          ValueTypes.integer(0, 10, "retries"),
          FETCH.retries(),
          "Further attempts after one that failed by the host's fault, with growing, "
              + "random pauses.",
          "Raise it when a flaky host costs images; lower it when dead hosts delay "
              + "partitions.");

  public static final ConfigKey<Long> MAX_BYTES =
      SECTION.key(
          "image.fetch.max-bytes",
          ValueTypes.bytes(KB, 64 * MB),
          (long) FETCH.maxBytes(),
          "Largest image file that is fetched.",
          "Raise it when good images fail as too_large.");

  public static final ConfigKey<Long> MAX_BUFFERED =
      SECTION.key(
          "image.fetch.max-buffered-bytes",
          ValueTypes.bytes(MB, 64 * GB),
          FETCH.maxBufferedBytes(),
          "Most memory for files being received or waiting for decoding, all together; "
              + "beyond it fetches are put off.",
          "Lower it for a small heap; raise it when fetches end as overloaded.");

  public static final ConfigKey<Integer> PER_HOST =
      SECTION.key(
          "image.fetch.concurrency-per-host",
          ValueTypes.integer(1, 1024, "attempts"),
          FETCH.concurrencyPerHost(),
          "Attempts at one host at the same time; others queue.",
          "Raise it when one large image host serves most listings and predictors wait; "
              + "lower it when hosts complain.");

  public static final ConfigKey<Integer> CONCURRENCY =
      SECTION.key(
          "image.fetch.concurrency",
          ValueTypes.integer(1, 10_000, "attempts"),
          FETCH.concurrency(),
          "Attempts at all hosts together.",
          "Raise it when listings name many slow hosts at once.");

  public static final ConfigKey<Integer> MAX_HOSTS =
      SECTION.key(
          "image.fetch.max-hosts",
          ValueTypes.integer(1, 100_000, "hosts"),
          FETCH.maxHosts(),
          "Hosts whose circuits and meters are remembered; the one longest unused is "
              + "forgotten first.",
          "Raise it when listings name more hosts than that over and over.");

  public static final ConfigKey<Set<String>> NAMED_HOSTS =
      SECTION.optional(
          "image.fetch.named-hosts",
          ValueTypes.hosts(),
          "none",
          "Hosts that metrics show by name, with their circuits and places; all others together are"
              + " the host other.",
          "Name the image hosts that most listings use, to see which of them fails.");

  public static final ConfigKey<List<Cidr>> ALLOWED_CIDRS =
      SECTION.optional(
          "image.fetch.allowed-cidrs",
          ValueTypes.cidrs(),
          "none",
          "Addresses that may be connected to although they are not public (private, "
              + "loopback, link-local and so on).",
          "Name the network of your own image servers; every listing can then reach all "
              + "of it.");

  public static final ConfigKey<Set<Integer>> ALLOWED_PORTS =
      SECTION.key(
          "image.fetch.allowed-ports",
          ValueTypes.ports(),
          FETCH.allowedPorts(),
          "Ports that may be connected to.",
          "Add the port of an image server that uses another one.");

  public static final ConfigKey<String> USER_AGENT =
      SECTION.key(
          "image.fetch.user-agent",
          ValueTypes.text("a product name, such as my-shop/1.0"),
          FETCH.userAgent(),
          "Value of the User-Agent header.",
          "Set it when an image host refuses unknown clients or wants to know whom to contact.");

  public static final ConfigKey<Integer> BREAKER_WINDOW =
      SECTION.key(
          "image.fetch.breaker.window",
          ValueTypes.integer(1, 1000, "attempts"),
          BREAKER.window(),
          "Latest attempts at a host that its circuit looks at.",
          "Raise it when short troubles of a busy host open its circuit.");

  public static final ConfigKey<Integer> BREAKER_MINIMUM =
      SECTION.key(
          "image.fetch.breaker.minimum-calls",
          ValueTypes.integer(1, 1000, "attempts"),
          BREAKER.minimumCalls(),
          "Attempts at a host before its circuit can open.",
          "Lower it when dead hosts delay partitions too long.");

  public static final ConfigKey<Integer> BREAKER_RATE =
      SECTION.key(
          "image.fetch.breaker.failure-rate",
          ValueTypes.integer(1, 100, "percent"),
          BREAKER.failurePercent(),
          "Share of failed, or of slow, attempts in the window that opens the circuit.",
          "Lower it to give up failing hosts sooner.");

  public static final ConfigKey<Duration> BREAKER_SLOW =
      SECTION.key(
          "image.fetch.breaker.slow-call",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
          BREAKER.slowCall(),
          "An attempt that lasts longer counts as slow.",
          "Shorten it when a slow host holds up partitions; beyond the time limit it has "
              + "no effect.");

  public static final ConfigKey<Duration> BREAKER_OPEN =
      SECTION.key(
          "image.fetch.breaker.open-for",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.openFor(),
          "First pause before a host whose circuit is open is tried again; doubled each "
              + "time, with jitter.",
          "Shorten it when hosts are back long before they are used again.");

  public static final ConfigKey<Duration> BREAKER_LONGEST =
      SECTION.key(
          "image.fetch.breaker.longest-open-for",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.longestOpenFor(),
          "Where that doubling ends.",
          "Shorten it when hosts come back after long outages.");

  public static final ConfigKey<Long> CACHE_BYTES =
      SECTION.key(
          "image.cache.max-bytes",
          ValueTypes.bytes(0, 64 * GB),
          FETCH.cacheBytes(),
          "Memory for files fetched before, found by the listing's SHA-256 or, where the "
              + "server gives an ETag, by address after asking whether it has changed. 0 B: "
              + "none.",
          "Raise it when the same images come again and again.");

  private ImageKeys() {}

  static ImageSettings settings(ServiceConfig config) {
    return new ImageSettings(
        config.get(FETCHING),
        config.get(UNAVAILABLE),
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
            config.get(USER_AGENT),
            new BreakerSettings(
                config.get(BREAKER_WINDOW),
                config.get(BREAKER_MINIMUM),
                config.get(BREAKER_RATE),
                config.get(BREAKER_SLOW),
                config.get(BREAKER_OPEN),
                config.get(BREAKER_LONGEST))));
  }
}
