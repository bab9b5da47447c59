package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.streams.images.BreakerSettings;
import io.cmaclip.streams.images.Cidr;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Settings of images that listings name by URL. */
public final class ImageKeys {
  static final Section SECTION = new Section("Images by URL");

  private static final ImageSettings IMAGES = ImageSettings.DEFAULT;
  private static final FetchSettings FETCH = FetchSettings.DEFAULT;
  private static final BreakerSettings BREAKER = BreakerSettings.DEFAULT;

  public static final ConfigKey<WhenUnavailable> UNAVAILABLE =
      SECTION.key(
          "image.unavailable",
          ValueTypes.choice(WhenUnavailable.class),
          IMAGES.unavailable(),
          "What happens to a listing if its image is temporarily unavailable. degrade: classify it"
              + " from the title, with the image status FETCH_FAILED. wait: retry until the image"
              + " arrives; later listings of the partition wait too. Permanent failures (not found,"
              + " refused address, too large, not an image, wrong hash) degrade in both cases.",
          "Set wait if answers without the image are useless to you.");
  public static final ConfigKey<Duration> LONGEST_WAIT =
      SECTION.key(
          "image.longest-wait",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
          IMAGES.longestWait(),
          "Longest wait under image.unavailable = wait. After it the listing is degraded.",
          "Shorten it if one failed host delays a partition for too long.");

  public static final ConfigKey<Integer> MAX_PIXELS =
      SECTION.key(
          "image.max-pixels",
          ValueTypes.integer(1_000_000, 900_000_000, "pixels"),
          (int) ImageLimits.DEFAULT.maxPixels(),
          "Largest image that is decoded, in pixels. An image with more than 20 million pixels is "
              + "decoded at reduced size, which bounds the memory.",
          "Raise it when large images are UNREADABLE; lower it to spend less CPU on them.");

  public static final ConfigKey<DecodeMode> DECODE =
      SECTION.optional(
          "image.decode",
          ValueTypes.choice(DecodeMode.class),
          "as the bundle was trained",
          "How images are decoded. exact: at full size, to the levels of Pillow and CLIP's"
              + " preprocessing. fast: a JPEG at 1/2, 1/4 or 1/8 of its size where that is enough"
              + " for the model; needs libjpeg-turbo.",
          "Set fast if decoding of large JPEG files takes most of the CPU time and a test shows"
              + " the same labels.");

  public static final ConfigKey<Long> EMBEDDINGS_BYTES =
      SECTION.key(
          "image.embeddings.max-bytes",
          ValueTypes.bytes(0, 64 * ValueTypes.GB),
          0L,
          "Java heap for outputs of the image encoder, which are reused for the same prepared image"
              + " under other keys; at most half of the heap. 0 B: every image is encoded.",
          "Set it if several listings have the same image, such as colour and size variants. An"
              + " image takes 4 bytes x tokens x width: 11 KB in the shipped bundles, 100 KB with"
              + " ViT-B/32.");

  public static final ConfigKey<Boolean> FETCHING =
      SECTION.key(
          "image.fetch.enabled",
          ValueTypes.bool(),
          IMAGES.fetching(),
          "Whether the service fetches images by URL.",
          "Set false if the service must not connect to hosts that listings name.");
  public static final ConfigKey<Duration> TIME_LIMIT =
      SECTION.key(
          "image.fetch.time-limit",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
          FETCH.timeLimit(),
          "Time limit of one attempt, from the DNS lookup to the last byte. Time in the bulkhead's"
              + " queue does not count.",
          "Lengthen it if images of healthy hosts fail with timed_out. Shorten it if a failed host"
              + " delays a partition for too long (failures until its circuit breaker opens, times"
              + " this limit).");
  public static final ConfigKey<Integer> RETRIES =
      SECTION.key(
          "image.fetch.retries",
          ValueTypes.integer(0, 10, "retries"),
          FETCH.retries(),
          "Retries after a temporary failure, with exponential back-off and jitter.",
          "Raise it if an unreliable host costs images. Lower it if failed hosts delay"
              + " partitions.");
  public static final ConfigKey<Long> MAX_BYTES =
      SECTION.key(
          "image.fetch.max-bytes",
          ValueTypes.bytes(ValueTypes.KB, 64 * ValueTypes.MB),
          (long) FETCH.maxBytes(),
          "Largest image file that is fetched.",
          "Raise it if valid images fail with too_large.");
  public static final ConfigKey<Long> MAX_BUFFERED =
      SECTION.key(
          "image.fetch.max-buffered-bytes",
          ValueTypes.bytes(ValueTypes.MB, 64 * ValueTypes.GB),
          FETCH.maxBufferedBytes(),
          "Memory for all files that are being received or wait for decoding. At the limit, new"
              + " fetches wait.",
          "Lower it for a small heap. Raise it if fetches end with overloaded.");
  public static final ConfigKey<Integer> PER_HOST =
      SECTION.key(
          "image.fetch.concurrency-per-host",
          ValueTypes.integer(1, 1024, "attempts"),
          FETCH.concurrencyPerHost(),
          "Concurrent attempts per host (bulkhead); more attempts queue.",
          "Raise it if one image host serves most listings and predictors are idle. Lower it if"
              + " hosts complain.");
  public static final ConfigKey<Integer> CONCURRENCY =
      SECTION.key(
          "image.fetch.concurrency",
          ValueTypes.integer(1, 10_000, "attempts"),
          FETCH.concurrency(),
          "Concurrent attempts over all hosts (bulkhead).",
          "Raise it if listings name many slow hosts at once.");
  public static final ConfigKey<Integer> MAX_HOSTS =
      SECTION.key(
          "image.fetch.max-hosts",
          ValueTypes.integer(1, 100_000, "hosts"),
          FETCH.maxHosts(),
          "Hosts with a circuit breaker and meters in memory; the least recently used host is"
              + " removed first.",
          "Raise it if listings keep naming more hosts than this.");
  public static final ConfigKey<Set<String>> NAMED_HOSTS =
      SECTION.optional(
          "image.fetch.named-hosts",
          ValueTypes.hosts(),
          "none",
          "Hosts with their own series in metrics, circuit breaker and bulkhead included. All other"
              + " hosts share the name other.",
          "Name the hosts of most images, to see which of them fails.");
  public static final ConfigKey<List<Cidr>> ALLOWED_CIDRS =
      SECTION.optional(
          "image.fetch.allowed-cidrs",
          ValueTypes.cidrs(),
          "none",
          "Non-public address ranges (private, loopback, link-local and so on) that the service may"
              + " connect to.",
          "Add the network of your image servers. Every listing can then reach all of that"
              + " network.");
  public static final ConfigKey<Set<Integer>> ALLOWED_PORTS =
      SECTION.key(
          "image.fetch.allowed-ports",
          ValueTypes.ports(),
          FETCH.allowedPorts(),
          "Ports that the service may connect to.",
          "Add the port of an image server that uses another one.");

  public static final ConfigKey<String> USER_AGENT =
      SECTION.key(
          "image.fetch.user-agent",
          ValueTypes.text("a product name, such as my-shop/1.0"),
          IMAGES.userAgent(),
          "Value of the User-Agent header.",
          "Set it when an image host refuses unknown clients or wants to know whom to contact.");

  public static final ConfigKey<Integer> BREAKER_WINDOW =
      SECTION.key(
          "image.fetch.breaker.window",
          ValueTypes.integer(1, 1000, "attempts"),
          BREAKER.window(),
          "Latest attempts per host that the circuit breaker evaluates.",
          "Raise it if short failures of a busy host open its circuit breaker.");
  public static final ConfigKey<Integer> BREAKER_MINIMUM =
      SECTION.key(
          "image.fetch.breaker.minimum-calls",
          ValueTypes.integer(1, 1000, "attempts"),
          BREAKER.minimumCalls(),
          "Attempts per host before its circuit breaker can open.",
          "Lower it if failed hosts delay partitions for too long.");
  public static final ConfigKey<Integer> BREAKER_RATE =
      SECTION.key(
          "image.fetch.breaker.failure-rate",
          ValueTypes.integer(1, 100, "percent"),
          BREAKER.failurePercent(),
          "Share of failed attempts, or of slow attempts, in the window that opens the circuit"
              + " breaker.",
          "Lower it to stop using failing hosts sooner.");
  public static final ConfigKey<Duration> BREAKER_SLOW =
      SECTION.key(
          "image.fetch.breaker.slow-call",
          ValueTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
          BREAKER.slowCall(),
          "Duration above which an attempt counts as slow.",
          "Shorten it if a slow host delays partitions. Above the time limit it has no effect.");
  public static final ConfigKey<Duration> BREAKER_OPEN =
      SECTION.key(
          "image.fetch.breaker.open-for",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.openFor(),
          "Time for which a circuit breaker stays open at first; doubled at each further opening,"
              + " with jitter.",
          "Shorten it if hosts recover long before they are used again.");
  public static final ConfigKey<Duration> BREAKER_LONGEST =
      SECTION.key(
          "image.fetch.breaker.longest-open-for",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          BREAKER.longestOpenFor(),
          "Upper bound of that doubling.",
          "Shorten it if hosts recover after long outages.");
  public static final ConfigKey<Long> CACHE_BYTES =
      SECTION.key(
          "image.cache.max-bytes",
          ValueTypes.bytes(0, 64 * ValueTypes.GB),
          FETCH.cacheBytes(),
          "Memory for the cache of fetched files. An entry is found by the listing's SHA-256, or by"
              + " URL after revalidation of its ETag. 0 B: no cache.",
          "Raise it if the same images come again and again.");

  private ImageKeys() {}

  /**
   * Memory for outputs of the image encoder, in bytes.
   *
   * @throws UsageException if it is more than half of the heap
   */
  static long embeddingsBytes(ServiceConfig config) {
    long bytes = config.get(EMBEDDINGS_BYTES);
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new UsageException(
          "%s = %d MB: must be at most half of the Java heap, %d MB"
              .formatted(EMBEDDINGS_BYTES.name(), bytes >> 20, most >> 20));
    }
    return bytes;
  }

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
            new BreakerSettings(
                config.get(BREAKER_WINDOW),
                config.get(BREAKER_MINIMUM),
                config.get(BREAKER_RATE),
                config.get(BREAKER_SLOW),
                config.get(BREAKER_OPEN),
                config.get(BREAKER_LONGEST))),
        config.get(USER_AGENT));
  }
}
