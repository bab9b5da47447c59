package io.cmaclip.streams.config;

import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.time.Duration;

/** Settings of listings that the model has already classified. */
public final class UnchangedKeys {
  static final Section SECTION = new Section("Unchanged listings");

  static final String SKIP_WITH_AT_LEAST_ONCE =
      "after a failure, the answer store may know answers whose outputs are lost, and their"
          + " listings would be skipped";

  public static final ConfigKey<UnchangedMode> MODE =
      SECTION.key(
          "unchanged",
          ValueTypes.choice(UnchangedMode.class),
          UnchangedSettings.DEFAULT.mode(),
          "What happens to a listing whose title and image the same model has already classified"
              + " under the same key. classify: it is classified again. repeat: the same outputs"
              + " without an inference call. skip: no outputs, unless they would differ from the"
              + " last ones.",
          "Set repeat if most events change only a price or a stock level: it saves the inference"
              + " calls and needs a disk (kafka.state.dir) and a changelog topic. Set skip if"
              + " consumers need no output for such events.");
  public static final ConfigKey<Duration> REFETCH_AFTER =
      SECTION.key(
          "unchanged.refetch-after",
          ValueTypes.duration(Duration.ZERO, Duration.ofDays(365)),
          UnchangedSettings.DEFAULT.refetchAfter(),
          "How long an image URL without SHA-256 is trusted to return the same image. Later, the"
              + " image is fetched again and compared. 0: it is fetched for every event.",
          "Lower it if images are replaced under the same URL. Raise it if URLs never change their"
              + " image.");
  public static final ConfigKey<Long> STORE_MEMORY =
      SECTION.key(
          "unchanged.store-memory",
          ValueTypes.bytes(8 * ValueTypes.MB, 64 * ValueTypes.GB),
          UnchangedSettings.DEFAULT.storeMemory(),
          "Memory of the answer and label stores of this process, outside the Java heap.",
          "Raise it if the disk of kafka.state.dir is busy with reads.");

  public static final ConfigKey<String> RECLASSIFY_TOPIC =
      SECTION.optional(
          "topics.reclassify",
          ValueTypes.topicName(),
          "no such topic",
          "Second input topic, with as many partitions as topics.listings. Its listings have low"
              + " priority: they are classified when no other listing waits. `reclassify` writes"
              + " to it. Needs unchanged = repeat or skip.",
          "Set it to answer old listings again with a new model while new listings come first.");

  private UnchangedKeys() {}

  static UnchangedSettings settings(ServiceConfig config) {
    return new UnchangedSettings(
        config.get(MODE),
        config.get(REFETCH_AFTER),
        config.get(STORE_MEMORY),
        config.get(RECLASSIFY_TOPIC));
  }
}
