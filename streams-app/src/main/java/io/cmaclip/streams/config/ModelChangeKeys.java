package io.cmaclip.streams.config;

import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the hot swap and of the shadow model. */
public final class ModelChangeKeys {
  static final Section SECTION = new Section("Hot swap and shadow model");

  public static final ConfigKey<Boolean> WATCH =
      SECTION.key(
          "bundle.watch",
          ValueTypes.bool(),
          false,
          "Whether the service swaps to a new bundle in the bundle folder (renamed over it, or"
              + " through a link) without a restart.",
          "Set true to change model versions without a restart. Two models need memory at once.");
  public static final ConfigKey<Duration> WATCH_INTERVAL =
      SECTION.key(
          "bundle.watch-interval",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          "Interval between two checks of the folder. A bundle is loaded once two checks in a row"
              + " find the same files.",
          "Lengthen it if bundles are copied file by file over a slow connection.");
  public static final ConfigKey<Path> SHADOW_BUNDLE =
      SECTION.optional(
          "shadow.bundle",
          ValueTypes.path(),
          "no shadow",
          "Bundle folder of a shadow model: it classifies the same listings and writes to"
              + " topics.shadow.",
          "Set it to compare a new model version before you swap to it.");
  public static final ConfigKey<DeviceChoice> SHADOW_DEVICE =
      SECTION.optional(
          "shadow.device",
          ValueTypes.device(),
          "as device",
          "Device of the shadow model.",
          "Set another GPU if the shadow model must not add latency to the main model.");
  public static final ConfigKey<Integer> SHADOW_MAX_SHARE =
      SECTION.optional(
          "shadow.max-share",
          ValueTypes.integer(1, 100, "percent"),
          "10; 100 if shadow.device is set",
          "Share of the time in which the shadow model may run. Listings beyond it are dropped and"
              + " counted.",
          "Lower it if the shadow model adds latency to the main model. Raise it if too few"
              + " listings are compared.");
  public static final ConfigKey<Integer> SHADOW_MAX_QUEUED =
      SECTION.key(
          "shadow.max-queued",
          ValueTypes.integer(1, 100_000, "listings"),
          512,
          "Capacity of the shadow model's queue. Listings beyond it are dropped and counted.",
          "Raise it if bursts are dropped although the shadow model keeps up on average.");
  public static final ConfigKey<Long> SHADOW_MAX_BYTES =
      SECTION.key(
          "shadow.max-bytes",
          ValueTypes.bytes(ValueTypes.MB, 64 * ValueTypes.GB),
          64 * ValueTypes.MB,
          "Memory for titles and images in that queue. Listings beyond it are dropped and counted.",
          "Raise it if listings with large images are dropped.");

  private ModelChangeKeys() {}
}
