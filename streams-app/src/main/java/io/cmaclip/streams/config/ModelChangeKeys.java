package io.cmaclip.streams.config;

import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.time.Duration;

/** Another model in the place of the one that serves, or beside it. */
public final class ModelChangeKeys {
  static final Section SECTION = new Section("Change of model");
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  public static final ConfigKey<Boolean> WATCH =
      SECTION.key(
          "bundle.watch",
          ValueTypes.bool(),
          false,
          "Whether another bundle that takes the place of the folder (renamed over it, or by a"
              + " link) is loaded beside the model that serves, and then serves instead of it.",
          "Set true to change models without a restart; leave memory for two models.");

  public static final ConfigKey<Duration> WATCH_INTERVAL =
      SECTION.key(
          "bundle.watch-interval",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          "How often the folder is looked at; a bundle is taken when it is the same at two looks.",
          "Lengthen it when bundles are copied file by file over a slow line.");

  public static final ConfigKey<Path> SHADOW_BUNDLE =
      SECTION.optional(
          "shadow.bundle",
          ValueTypes.path(),
          "no shadow",
          "Folder of a bundle that answers the same listings to topics.shadow, to be compared.",
          "Name a new model here before you swap it in.");

  public static final ConfigKey<DeviceChoice> SHADOW_DEVICE =
      SECTION.optional(
          "shadow.device",
          ValueTypes.device(),
          "as device",
          "Where the shadow runs.",
          "Name another GPU when the shadow must not cost the main model any latency.");

  public static final ConfigKey<Integer> SHADOW_MAX_SHARE =
      SECTION.optional(
          "shadow.max-share",
          ValueTypes.integer(1, 100, "percent"),
          "10; 100 where shadow.device is set",
          "Share of the time that the shadow may work; what it leaves out is dropped and counted.",
          "Lower it when the shadow costs the main model latency; raise it when too few listings are"
              + " compared.");

  public static final ConfigKey<Integer> SHADOW_MAX_QUEUED =
      SECTION.key(
          "shadow.max-queued",
          ValueTypes.integer(1, 100_000, "listings"),
          512,
          "Most listings that wait for the shadow; further ones are dropped and counted.",
          "Raise it when bursts are dropped although the shadow keeps up on the whole.");

  public static final ConfigKey<Long> SHADOW_MAX_BYTES =
      SECTION.key(
          "shadow.max-bytes",
          ValueTypes.bytes(MB, 64 * GB),
          64 * MB,
          "Most memory for titles and images of those listings; what is beyond is dropped.",
          "Raise it when listings with large images are dropped.");

  private ModelChangeKeys() {}
}
