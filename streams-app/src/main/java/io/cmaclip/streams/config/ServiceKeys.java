package io.cmaclip.streams.config;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ThreadReplacement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The table of settings. The reference page docs/configuration.md is written from it. */
public final class ServiceKeys {
  private static final Section MODEL = new Section("Model");
  private static final Section BATCHING = new Section("Batching");
  private static final Section RELIABILITY = new Section("Guarantee and threads");
  private static final Section FAILURES = new Section("Failures");

  private static final long GB = 1L << 30;

  public static final ConfigKey<Path> BUNDLE =
      MODEL.optional(
          "bundle",
          ValueTypes.path(),
          "required (--bundle)",
          "Folder of the model bundle.",
          "Name another bundle to serve another model; every output carries its fingerprint.");

  public static final ConfigKey<DeviceChoice> DEVICE =
      MODEL.key(
          "device",
          ValueTypes.device(),
          DeviceChoice.AUTO,
          "Where the model runs; auto takes a GPU when there is one.",
          "Set cpu or gpu:N to leave a GPU to others.");

  public static final ConfigKey<Boolean> HALF_PRECISION =
      MODEL.key(
          "half-precision",
          ValueTypes.bool(),
          false,
          "Whether a GPU computes in float16.",
          "Set true when the GPU is the bottleneck; outputs then agree to about two digits.");

  public static final ConfigKey<Integer> PREDICTORS =
      MODEL.key(
          "predictors",
          ValueTypes.integer(0, 64, "predictors"),
          0,
          "Copies of the model that run at the same time, one thread each. 0: one per processor core"
              + " on the CPU, one on a GPU.",
          "Lower it when other work on the machine starves; raise it when cores are idle while"
              + " listings wait.");

  public static final ConfigKey<Integer> PREPROCESS_THREADS =
      MODEL.key(
          "preprocess.threads",
          ValueTypes.integer(0, 256, "threads"),
          0,
          "Threads that decode and resize images and tokenise titles. 0: one per processor core.",
          "Raise it when predictors wait for listings and cores are idle.");

  public static final ConfigKey<Integer> BATCH_MAX_SIZE =
      BATCHING.key(
          "batch.max-size",
          ValueTypes.integer(1, BatchSettings.LARGEST_SIZE, "listings per forward"),
          BatchSettings.DEFAULT.maxSize(),
          "Most listings in one forward.",
          "Raise it when the GPU is idle although listings wait; lower it when one forward takes"
              + " longer than the latency you want.");

  public static final ConfigKey<Duration> BATCH_MAX_DELAY =
      BATCHING.key(
          "batch.max-delay",
          ValueTypes.duration(BatchSettings.SHORTEST_DELAY, BatchSettings.LONGEST_DELAY),
          BatchSettings.DEFAULT.maxDelay(),
          "Longest time a listing waits for its batch to fill.",
          "Raise it when batches are small although the predictors are busy: larger ones cost less per listing. Lower it when p99 is too high.");

  public static final ConfigKey<Long> IN_FLIGHT_MAX_BYTES =
      BATCHING.key(
          "in-flight.max-bytes",
          ValueTypes.bytes(InFlightLimits.LEAST_BYTES, 64 * GB),
          InFlightLimits.DEFAULT.maxBytes(),
          "Most memory for listings that are buffered or being classified, over all partitions.",
          "Lower it, or give more heap, when memory runs out; raise it when batches stay small"
              + " although listings with large images wait.");

  public static final ConfigKey<Integer> IN_FLIGHT_MAX_LISTINGS =
      BATCHING.key(
          "in-flight.max-listings",
          ValueTypes.integer(1, InFlightLimits.MOST_PER_PARTITION, "listings per partition"),
          InFlightLimits.DEFAULT.maxPerPartition(),
          "Most listings of one partition that are being classified at once.",
          "Raise it when batches stay small although the partitions have a backlog; lower it when a"
              + " slow model makes commits late.");

  public static final ConfigKey<Guarantee> GUARANTEE =
      RELIABILITY.key(
          "guarantee",
          ValueTypes.choice(Guarantee.class),
          Guarantee.EXACTLY_ONCE_V2,
          "exactly_once_v2: each listing is answered once, in one transaction with its offset."
              + " at_least_once: answers may repeat after a failure, none is lost.",
          "at_least_once makes answers visible sooner to readers of committed records.");

  public static final ConfigKey<Integer> THREADS =
      RELIABILITY.key(
          "threads",
          ValueTypes.integer(1, 64, "threads"),
          2,
          "Stream threads of this process; partitions are spread over them.",
          "Raise it when the predictors are idle and the stream threads are busy; more than"
              + " partitions are of no use.");

  public static final ConfigKey<String> APPLICATION_ID =
      RELIABILITY.key(
          "application.id",
          ValueTypes.topicName(),
          "cma-clip",
          "Name under which instances share the work: consumer group and transactions.",
          "Another name starts again from the earliest listing.");

  public static final ConfigKey<Integer> MAX_THREAD_REPLACEMENTS =
      FAILURES.key(
          "failures.max-replacements",
          ValueTypes.integer(0, 1000, "threads"),
          ThreadReplacement.DEFAULT.max(),
          "Failed stream threads that are replaced within failures.window; one more ends the process"
              + " with status 1.",
          "Lower it to have an orchestrator restart the process sooner.");

  public static final ConfigKey<Duration> THREAD_REPLACEMENT_WINDOW =
      FAILURES.key(
          "failures.window",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          ThreadReplacement.DEFAULT.window(),
          "Time over which failed stream threads are counted.",
          "Lengthen it when rare failures should add up.");

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
          "Wait before a predictor that failed its self-test is tried again; doubled each time.",
          "Lengthen it when a device needs time to come back.");

  public static final ConfigKey<Duration> LONGEST_RETRY =
      FAILURES.key(
          "predictor.longest-retry",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.longestBackOff(),
          "Where that doubling ends.",
          "Shorten it to go on sooner after a long outage of the device.");

  public static final ConfigKey<Integer> SUSPECT_KILLS =
      FAILURES.key(
          "suspects.kills",
          ValueTypes.integer(0, 100, "processes"),
          QuarantineSettings.DEFAULT.kills(),
          "How often a listing must have ended the process, alone in a decode or forward, before it"
              + " is put aside as SUSPECTED_POISON. 0: never, and nothing is recorded.",
          "Raise it when processes are often killed from outside; set 0 where the service may not"
              + " have the topic.");

  public static final ConfigKey<Duration> SUSPECT_WATCH =
      FAILURES.key(
          "suspects.watch",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          QuarantineSettings.DEFAULT.watch(),
          "How long the listings of a partition are recorded after a process that held it has died.",
          "Raise it when a process dies again and again, each time later than this after its start.");

  public static final ConfigKey<Duration> STALL_UNREADY =
      FAILURES.key(
          "predictor.stall-unready",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.stallUnready(),
          "A forward that lasts longer makes the service unready.",
          "Lengthen it when a large model on the CPU takes longer for a full batch.");

  public static final ConfigKey<Duration> STALL_EXIT =
      FAILURES.key(
          "predictor.stall-exit",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          SupervisionSettings.DEFAULT.stallExit(),
          "A forward that lasts longer ends the process, so that another takes over its listings.",
          "Shorten it when stuck devices are common.");

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
              DriftKeys.SECTION,
              ReviewKeys.SECTION,
              TopicKeys.SECTION,
              RegistryKeys.SECTION)
          .<ConfigKey<?>>flatMap(section -> section.keys().stream())
          .toList();

  private ServiceKeys() {}
}
