package io.cmaclip.streams.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Another model in the place of the one that serves, or beside it. */
public final class ModelChangeKeys {
  private static final String SECTION = "Change of model";
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  public static final ConfigKey<Boolean> WATCH =
      new ConfigKey<>(
          "bundle.watch",
          SECTION,
          "Whether another bundle that takes the place of the folder (renamed over it, or by a"
              + " link) is loaded beside the model that serves, and then serves instead of it.",
          "",
          ValueTypes.bool(),
          false,
          null,
          "Set true to change models without a restart; leave memory for two models.");

  public static final ConfigKey<Duration> WATCH_INTERVAL =
      new ConfigKey<>(
          "bundle.watch-interval",
          SECTION,
          "How often the folder is looked at; a bundle is taken when it is the same at two looks.",
          "",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          null,
          "Lengthen it when bundles are copied file by file over a slow line.");

  public static final ConfigKey<Path> SHADOW_BUNDLE =
      new ConfigKey<>(
          "shadow.bundle",
          SECTION,
          "Folder of a bundle that answers the same listings to topics.shadow, to be compared.",
          "",
          ValueTypes.path(),
          null,
          "no shadow",
          "Name a new model here before you swap it in.");

  public static final ConfigKey<String> SHADOW_DEVICE =
      new ConfigKey<>(
          "shadow.device",
          SECTION,
          "Where the shadow runs.",
          "",
          ValueTypes.device(),
          null,
          "as device",
          "Name another GPU when the shadow must not cost the main model any latency.");

  public static final ConfigKey<Integer> SHADOW_MAX_SHARE =
      new ConfigKey<>(
          "shadow.max-share",
          SECTION,
          "Share of the time that the shadow may work; what it leaves out is dropped and counted.",
          "percent",
          ValueTypes.integer(1, 100),
          null,
          "10; 100 where shadow.device is set",
          "Lower it when the shadow costs the main model latency; raise it when too few listings are"
              + " compared.");

  public static final ConfigKey<Integer> SHADOW_MAX_QUEUED =
      new ConfigKey<>(
          "shadow.max-queued",
          SECTION,
          "Most listings that wait for the shadow; further ones are dropped and counted.",
          "listings",
          ValueTypes.integer(1, 100_000),
          512,
          null,
          "Raise it when bursts are dropped although the shadow keeps up on the whole.");

  public static final ConfigKey<Long> SHADOW_MAX_BYTES =
      new ConfigKey<>(
          "shadow.max-bytes",
          SECTION,
          "Most memory for titles and pictures of those listings; what is beyond is dropped.",
          "",
          ValueTypes.bytes(MB, 64 * GB),
          64 * MB,
          null,
          "Raise it when listings with large pictures are dropped.");

  /** In the order of the reference page. */
  static final List<ConfigKey<?>> ALL =
      List.of(
          WATCH,
          WATCH_INTERVAL,
          SHADOW_BUNDLE,
          SHADOW_DEVICE,
          SHADOW_MAX_SHARE,
          SHADOW_MAX_QUEUED,
          SHADOW_MAX_BYTES);

  private ModelChangeKeys() {}
}
