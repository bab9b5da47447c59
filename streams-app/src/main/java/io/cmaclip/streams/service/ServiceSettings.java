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
 * Settings of the running service, without those of model and registry.
 *
 * @param preparationThreads threads that decode and resize images, at least 1
 * @param maxInlineImageBytes most image bytes in a review item, 0 or more; larger images are
 *     replaced by SHA-256 and source position
 */
public record ServiceSettings(
    StreamsSettings streams,
    TopicNames topics,
    BatchSettings batching,
    InFlightLimits inFlight,
    SupervisionSettings supervision,
    QuarantineSettings quarantine,
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
    Objects.requireNonNull(quarantine, "quarantine");
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
   * Defaults around the Kafka settings: one preparation thread per core, and no quarantine, because
   * no orchestrator restarts such a service.
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
