package io.cmaclip.streams.config;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ThreadReplacement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The table of all settings. docs/configuration.md is generated from it. */
public final class ServiceKeys {
  private static final Section MODEL = new Section("Model");
  private static final Section BATCHING = new Section("Batching");
  private static final Section RELIABILITY = new Section("Guarantee and threads");
  private static final Section FAILURES = new Section("Failures");

  public static final ConfigKey<Path> BUNDLE =
      MODEL.optional(
          "bundle",
          ValueTypes.path(),
          "required (--bundle)",
          "Folder of the model bundle.",
          "Set another bundle to serve another model. Every output carries the bundle's"
              + " fingerprint.");
  public static final ConfigKey<DeviceChoice> DEVICE =
      MODEL.key(
          "device",
          ValueTypes.device(),
          DeviceChoice.AUTO,
          "Device of the model. auto: a GPU if the machine has one, or else the CPU.",
          "Set cpu or gpu:N to leave a GPU to other processes.");
  public static final ConfigKey<Boolean> HALF_PRECISION =
      MODEL.key(
          "half-precision",
          ValueTypes.bool(),
          false,
          "Whether a GPU computes in float16.",
          "Set true if the GPU is the bottleneck. Outputs then agree to about two digits.");
  public static final ConfigKey<Precision> PRECISION =
      MODEL.key(
          "precision",
          ValueTypes.precision(),
          Precision.FLOAT32,
          "Number format of the matrix products on the CPU. auto: measures the bundle at the start"
              + " and uses the fastest format that passes the self-test and gives 99.5% of the"
              + " labels of float32. On a GPU: float32 or auto, which is float32 there.",
          "Set auto if the CPU is the bottleneck. Outputs then agree to one or two digits; measure"
              + " the bundle with evaluate --precision first.");
  public static final ConfigKey<Integer> PREDICTORS =
      MODEL.key(
          "predictors",
          ValueTypes.integer(0, 64, "predictors"),
          0,
          "Inference calls that run at the same time, a thread each; they share one model in"
              + " memory. 0: one per processor core on the CPU, one on a GPU.",
          "Lower it if other processes on the machine starve. Raise it if cores are idle while"
              + " listings wait. 2 keeps a GPU busy between calls of less than 20 ms.");
  public static final ConfigKey<Integer> PREPROCESS_THREADS =
      MODEL.key(
          "preprocess.threads",
          ValueTypes.integer(0, 256, "threads"),
          0,
          "Threads that decode and resize images and tokenise titles. 0: one per processor core.",
          "Raise it if predictors wait for listings while cores are idle.");

  public static final ConfigKey<Integer> BATCH_MAX_SIZE =
      BATCHING.key(
          "batch.max-size",
          ValueTypes.integer(1, BatchSettings.LARGEST_SIZE, "listings per inference call"),
          BatchSettings.DEFAULT.maxSize(),
          "Largest batch of one inference call.",
          "Raise it if the GPU is idle while listings wait. Lower it if one inference call takes"
              + " longer than the latency that you need.");
  public static final ConfigKey<Duration> BATCH_MAX_DELAY =
      BATCHING.key(
          "batch.max-delay",
          ValueTypes.duration(BatchSettings.SHORTEST_DELAY, BatchSettings.LONGEST_DELAY),
          BatchSettings.DEFAULT.maxDelay(),
          "Longest time that a listing waits until its batch is full.",
          "Raise it if batches are small although the predictors are busy: larger batches cost less"
              + " per listing. Lower it if the p99 latency is too high.");
  public static final ConfigKey<Long> IN_FLIGHT_MAX_BYTES =
      BATCHING.key(
          "in-flight.max-bytes",
          ValueTypes.bytes(InFlightLimits.LEAST_BYTES, 64 * ValueTypes.GB),
          InFlightLimits.DEFAULT.maxBytes(),
          "Memory for listings in flight, over all partitions.",
          "Lower it, or enlarge the heap, if memory runs out. Raise it if batches stay small"
              + " although listings with large images wait.");
  public static final ConfigKey<Integer> IN_FLIGHT_MAX_LISTINGS =
      BATCHING.key(
          "in-flight.max-listings",
          ValueTypes.integer(1, InFlightLimits.MOST_PER_PARTITION, "listings per partition"),
          InFlightLimits.DEFAULT.maxPerPartition(),
          "Listings in flight per partition.",
          "Raise it if batches stay small although the partitions have lag. Lower it if a slow"
              + " model delays commits.");

  public static final ConfigKey<Guarantee> GUARANTEE =
      RELIABILITY.key(
          "guarantee",
          ValueTypes.choice(Guarantee.class),
          Guarantee.EXACTLY_ONCE_V2,
          "exactly_once_v2: outputs and offset of a listing share a transaction, so each listing"
              + " has its outputs once. at_least_once: outputs may repeat after a failure; none is"
              + " lost.",
          "Set at_least_once if read_committed consumers must see outputs sooner.");
  public static final ConfigKey<Integer> THREADS =
      RELIABILITY.key(
          "threads",
          ValueTypes.integer(1, 64, "threads"),
          2,
          "Stream threads of this process; Kafka Streams spreads the partitions over them.",
          "Raise it if the predictors are idle and the stream threads are busy. Threads beyond the"
              + " number of partitions stay idle.");
  public static final ConfigKey<String> APPLICATION_ID =
      RELIABILITY.key(
          "application.id",
          ValueTypes.topicName(),
          "cma-clip",
          "Name that the instances of one service share: consumer group and prefix of transactional"
              + " ids.",
          "Set a new name to process all listings again, from the earliest one.");

  public static final ConfigKey<Integer> MAX_THREAD_REPLACEMENTS =
      FAILURES.key(
          "failures.max-replacements",
          ValueTypes.integer(0, 1000, "threads"),
          ThreadReplacement.DEFAULT.max(),
          "Failed stream threads that are replaced within failures.window. The next failure ends"
              + " the process with status 1.",
          "Lower it if an orchestrator should restart the process sooner.");
  public static final ConfigKey<Duration> THREAD_REPLACEMENT_WINDOW =
      FAILURES.key(
          "failures.window",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          ThreadReplacement.DEFAULT.window(),
          "Time window in which failed stream threads are counted.",
          "Lengthen it if rare failures should add up.");

  public static final ConfigKey<Duration> UNKNOWN_SCHEMA_RETRY =
      FAILURES.key(
          "failures.unknown-schema-retry",
          ValueTypes.duration(Duration.ZERO, Duration.ofDays(1)),
          RetrySettings.DEFAULT.unknownSchema(),
          "How long a record is retried whose schema id the registry does not know, before it is"
              + " dead-lettered as UNKNOWN_SCHEMA. Its partition waits meanwhile. 0: no retry.",
          "Raise it when registry replicas lag behind the producers for longer.");

  public static final ConfigKey<Duration> LISTING_RETRY =
      FAILURES.key(
          "failures.listing-retry",
          ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
          RetrySettings.DEFAULT.failedListing(),
          "How long a listing is retried whose preparation or inference fails, before it is"
              + " dead-lettered as PREPARATION_FAILED or PREDICTION_FAILED. Its partition waits"
              + " meanwhile. 0: no retry.",
          "Raise it when redriven dead letters of these reasons succeed.");

  public static final ConfigKey<Duration> FIRST_RETRY =
      FAILURES.key(
          "predictor.first-retry",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
          SupervisionSettings.DEFAULT.firstBackOff(),
          "Delay before the first retry of a predictor that failed its self-test; doubled at each"
              + " further retry.",
          "Lengthen it if a device needs time to recover.");
  public static final ConfigKey<Duration> LONGEST_RETRY =
      FAILURES.key(
          "predictor.longest-retry",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.longestBackOff(),
          "Upper bound of that doubling.",
          "Shorten it to continue sooner after a long outage of the device.");
  public static final ConfigKey<Integer> QUARANTINE_KILLS =
      FAILURES.key(
          "suspects.kills",
          ValueTypes.integer(0, 100, "processes"),
          QuarantineSettings.DEFAULT.kills(),
          "Processes that a listing must have ended, alone in a decode or inference call, before it"
              + " is quarantined as SUSPECTED_POISON. 0: quarantine is off and nothing is"
              + " recorded.",
          "Raise it if processes are often killed from outside. Set 0 if the service may not create"
              + " or write topics.suspects.");
  public static final ConfigKey<Duration> QUARANTINE_WATCH =
      FAILURES.key(
          "suspects.watch",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          QuarantineSettings.DEFAULT.watch(),
          "Time for which the listings of a partition are recorded before they are processed, after"
              + " the process that owned the partition died.",
          "Raise it if a process dies again and again, each time later than this after its start.");
  public static final ConfigKey<Duration> STALL_UNREADY =
      FAILURES.key(
          "predictor.stall-unready",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.stallUnready(),
          "Duration of an inference call above which /health/ready fails.",
          "Lengthen it if a full batch of a large model takes longer on the CPU.");
  public static final ConfigKey<Duration> STALL_EXIT =
      FAILURES.key(
          "predictor.stall-exit",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          SupervisionSettings.DEFAULT.stallExit(),
          "Duration of an inference call above which the process ends, so that another process"
              + " takes over its listings.",
          "Shorten it if devices often stall.");

  /** Every key, in the order of the reference page. */
  public static final List<ConfigKey<?>> ALL =
      Stream.of(
              MODEL,
              BATCHING,
              RELIABILITY,
              FAILURES,
              ModelChangeKeys.SECTION,
              OperationsKeys.SECTION,
              ImageKeys.SECTION,
              UnchangedKeys.SECTION,
              DriftKeys.SECTION,
              ReviewKeys.SECTION,
              ConsoleKeys.SECTION,
              InputKeys.SECTION,
              TopicKeys.SECTION,
              OutputKeys.SECTION,
              RegistryKeys.SECTION)
          .<ConfigKey<?>>flatMap(section -> section.keys().stream())
          .toList();

  private ServiceKeys() {}
}
