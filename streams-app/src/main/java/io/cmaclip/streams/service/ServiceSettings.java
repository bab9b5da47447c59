package io.cmaclip.streams.service;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.topics.TopicNames;
import java.util.Objects;

/**
 * Everything the running service needs to know besides the model and the registry.
 *
 * @param preparationThreads threads that decode and resize images, at least 1
 * @param maxInlineImageBytes image bytes a review item carries at most, 0 or more; beyond it
 *     SHA-256 and source position
 */
public record ServiceSettings(
    StreamsSettings streams,
    TopicNames topics,
    BatchSettings batching,
    InFlightLimits inFlight,
    SupervisionSettings supervision,
    QuarantineSettings suspects,
    RetrySettings retries,
    Lifecycle lifecycle,
    ImageSettings images,
    int preparationThreads,
    int maxInlineImageBytes) {
  /** Default of {@link #maxInlineImageBytes}: 256 KB. */
  public static final int DEFAULT_INLINE_IMAGE_BYTES = 256 << 10;

  public ServiceSettings {
    Objects.requireNonNull(streams, "streams");
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(batching, "batching");
    Objects.requireNonNull(inFlight, "inFlight");
    Objects.requireNonNull(supervision, "supervision");
    Objects.requireNonNull(suspects, "suspects");
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(lifecycle, "lifecycle");
    Objects.requireNonNull(images, "images");
    if (preparationThreads < 1) {
      throw new IllegalArgumentException(
          "preparation threads = " + preparationThreads + ": must be at least 1");
    }
    if (maxInlineImageBytes < 0) {
      throw new IllegalArgumentException(
          "inline image bytes = " + maxInlineImageBytes + ": must be 0 or more");
    }
  }

  /**
   * Defaults for everything but the Kafka side: one preparation thread per core, and no suspects,
   * because nothing starts such a service again.
   */
  public static ServiceSettings of(StreamsSettings streams) {
    return new ServiceSettings(
        streams,
        TopicNames.DEFAULT,
        BatchSettings.DEFAULT,
        InFlightLimits.DEFAULT,
        SupervisionSettings.DEFAULT,
        QuarantineSettings.OFF,
        RetrySettings.DEFAULT,
        Lifecycle.DEFAULT,
        ImageSettings.DEFAULT,
        Runtime.getRuntime().availableProcessors(),
        DEFAULT_INLINE_IMAGE_BYTES);
  }
}
