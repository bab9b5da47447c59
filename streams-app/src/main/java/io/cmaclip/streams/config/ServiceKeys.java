package io.cmaclip.streams.config;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ThreadReplacement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table of settings. The reference page docs/configuration.md is written from it. */
public final class ServiceKeys {
  private static final String MODEL = "Model";
  private static final String BATCHING = "Batching";
  private static final String RELIABILITY = "Guarantee and threads";
  private static final String FAILURES = "Failures";

  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  public static final ConfigKey<Path> BUNDLE =
      new ConfigKey<>(
          "bundle",
          MODEL,
          "Folder of the model bundle.",
          "",
          ValueTypes.path(),
          null,
          "required (--bundle)",
          "Name another bundle to serve another model; every output carries its fingerprint.");

  public static final ConfigKey<String> DEVICE =
      new ConfigKey<>(
          "device",
          MODEL,
          "Where the model runs; auto takes a GPU when there is one.",
          "",
          ValueTypes.device(),
          "auto",
          null,
          "Set cpu or gpu:N to leave a GPU to others.");

  public static final ConfigKey<Boolean> HALF_PRECISION =
      new ConfigKey<>(
          "half-precision",
          MODEL,
          "Whether a GPU computes in float16.",
          "",
          ValueTypes.bool(),
          false,
          null,
          "Set true when the GPU is the bottleneck; outputs then agree to about two digits.");

  public static final ConfigKey<Integer> PREDICTORS =
      new ConfigKey<>(
          "predictors",
          MODEL,
          "Copies of the model that run at the same time, one thread each. 0: one per processor core"
              + " on the CPU, one on a GPU.",
          "predictors",
          ValueTypes.integer(0, 64),
          0,
          null,
          "Lower it when other work on the machine starves; raise it when cores are idle while"
              + " listings wait.");

  public static final ConfigKey<Integer> PREPROCESS_THREADS =
      new ConfigKey<>(
          "preprocess.threads",
          MODEL,
          "Threads that decode and resize pictures and tokenise titles. 0: one per processor core.",
          "threads",
          ValueTypes.integer(0, 256),
          0,
          null,
          "Raise it when predictors wait for listings and cores are idle.");

  public static final ConfigKey<Integer> BATCH_MAX_SIZE =
      new ConfigKey<>(
          "batch.max-size",
          BATCHING,
          "Most listings in one forward.",
          "listings per forward",
          ValueTypes.integer(1, 4096),
          BatchSettings.DEFAULT.maxSize(),
          null,
          "Raise it when the GPU is idle although listings wait; lower it when one forward takes"
              + " longer than the latency you want.");

  public static final ConfigKey<Duration> BATCH_MAX_DELAY =
      new ConfigKey<>(
          "batch.max-delay",
          BATCHING,
          "Longest time a listing waits for its batch to fill.",
          "",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofSeconds(10)),
          BatchSettings.DEFAULT.maxDelay(),
          null,
          "Raise it when batches are small and the GPU is idle; lower it when p99 is too high.");

  public static final ConfigKey<Long> IN_FLIGHT_MAX_BYTES =
      new ConfigKey<>(
          "in-flight.max-bytes",
          BATCHING,
          "Most memory for listings that are buffered or being classified, over all partitions.",
          "",
          ValueTypes.bytes(MB, 64 * GB),
          InFlightLimits.DEFAULT.maxBytes(),
          null,
          "Lower it, or give more heap, when memory runs out; raise it when batches stay small"
              + " although listings with large pictures wait.");

  public static final ConfigKey<Integer> IN_FLIGHT_MAX_LISTINGS =
      new ConfigKey<>(
          "in-flight.max-listings",
          BATCHING,
          "Most listings of one partition that are being classified at once.",
          "listings per partition",
          ValueTypes.integer(1, 100_000),
          InFlightLimits.DEFAULT.maxPerPartition(),
          null,
          "Raise it when batches stay small although the partitions have a backlog; lower it when a"
              + " slow model makes commits late.");

  public static final ConfigKey<String> APPLICATION_ID =
      new ConfigKey<>(
          "application.id",
          RELIABILITY,
          "Name under which instances share the work: consumer group and transactions.",
          "",
          ValueTypes.topicName(),
          "cma-clip",
          null,
          "Another name starts again from the earliest listing.");

  public static final ConfigKey<String> GUARANTEE =
      new ConfigKey<>(
          "guarantee",
          RELIABILITY,
          "exactly_once_v2: each listing is answered once, in one transaction with its offset."
              + " at_least_once: answers may repeat after a failure, none is lost.",
          "",
          ValueTypes.choice(
              Guarantee.EXACTLY_ONCE_V2.kafkaName(), Guarantee.AT_LEAST_ONCE.kafkaName()),
          Guarantee.EXACTLY_ONCE_V2.kafkaName(),
          null,
          "at_least_once makes answers visible sooner to readers of committed records.");

  public static final ConfigKey<Integer> THREADS =
      new ConfigKey<>(
          "threads",
          RELIABILITY,
          "Stream threads of this process; partitions are spread over them.",
          "threads",
          ValueTypes.integer(1, 64),
          2,
          null,
          "Raise it when the predictors are idle and the stream threads are busy; more than"
              + " partitions are of no use.");

  public static final ConfigKey<Integer> MAX_THREAD_REPLACEMENTS =
      new ConfigKey<>(
          "failures.max-replacements",
          FAILURES,
          "Failed stream threads that are replaced within failures.window; one more ends the process"
              + " with status 1.",
          "threads",
          ValueTypes.integer(0, 1000),
          ThreadReplacement.DEFAULT.max(),
          null,
          "Lower it to have an orchestrator restart the process sooner.");

  public static final ConfigKey<Duration> THREAD_REPLACEMENT_WINDOW =
      new ConfigKey<>(
          "failures.window",
          FAILURES,
          "Time over which failed stream threads are counted.",
          "",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          ThreadReplacement.DEFAULT.window(),
          null,
          "Lengthen it when rare failures should add up.");

  public static final ConfigKey<Duration> FIRST_RETRY =
      new ConfigKey<>(
          "predictor.first-retry",
          FAILURES,
          "Wait before a predictor that failed its self-test is tried again; doubled each time.",
          "",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
          SupervisionSettings.DEFAULT.firstBackOff(),
          null,
          "Lengthen it when a device needs time to come back.");

  public static final ConfigKey<Duration> LONGEST_RETRY =
      new ConfigKey<>(
          "predictor.longest-retry",
          FAILURES,
          "Where that doubling ends.",
          "",
          ValueTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.longestBackOff(),
          null,
          "Shorten it to go on sooner after a long outage of the device.");

  public static final ConfigKey<Integer> SUSPECT_KILLS =
      new ConfigKey<>(
          "suspects.kills",
          FAILURES,
          "How often a listing must have ended the process, alone in a decode or forward, before it"
              + " is put aside as SUSPECTED_POISON. 0: never, and nothing is recorded.",
          "processes",
          ValueTypes.integer(0, 100),
          QuarantineSettings.DEFAULT.kills(),
          null,
          "Raise it when processes are often killed from outside; set 0 where the service may not"
              + " have the topic.");

  public static final ConfigKey<Duration> SUSPECT_WATCH =
      new ConfigKey<>(
          "suspects.watch",
          FAILURES,
          "How long the listings of a partition are recorded after a process that held it has died.",
          "",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          QuarantineSettings.DEFAULT.watch(),
          null,
          "Raise it when a process dies again and again, each time later than this after its start.");

  public static final ConfigKey<Duration> STALL_UNREADY =
      new ConfigKey<>(
          "predictor.stall-unready",
          FAILURES,
          "A forward that lasts longer makes the service unready.",
          "",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          SupervisionSettings.DEFAULT.stallUnready(),
          null,
          "Lengthen it when a large model on the CPU takes longer for a full batch.");

  public static final ConfigKey<Duration> STALL_EXIT =
      new ConfigKey<>(
          "predictor.stall-exit",
          FAILURES,
          "A forward that lasts longer ends the process, so that another takes over its listings.",
          "",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          SupervisionSettings.DEFAULT.stallExit(),
          null,
          "Shorten it when stuck devices are common.");

  /** Every key, in the order of the reference page. */
  public static final List<ConfigKey<?>> ALL =
      join(
          List.of(
              List.of(
                  BUNDLE,
                  DEVICE,
                  HALF_PRECISION,
                  PREDICTORS,
                  PREPROCESS_THREADS,
                  BATCH_MAX_SIZE,
                  BATCH_MAX_DELAY,
                  IN_FLIGHT_MAX_BYTES,
                  IN_FLIGHT_MAX_LISTINGS,
                  GUARANTEE,
                  THREADS,
                  APPLICATION_ID,
                  MAX_THREAD_REPLACEMENTS,
                  THREAD_REPLACEMENT_WINDOW,
                  FIRST_RETRY,
                  LONGEST_RETRY,
                  SUSPECT_KILLS,
                  SUSPECT_WATCH,
                  STALL_UNREADY,
                  STALL_EXIT),
              ModelChangeKeys.ALL,
              OperationsKeys.ALL,
              ImageKeys.ALL,
              DriftKeys.ALL,
              List.of(
                  ReviewKeys.ACCEPT_THRESHOLD,
                  ReviewKeys.TASK_ACCEPT_THRESHOLD,
                  ReviewKeys.MISMATCH_THRESHOLD,
                  ReviewKeys.NOISY_IMAGE_THRESHOLD,
                  ReviewKeys.NOISY_TEXT_THRESHOLD,
                  ReviewKeys.CONFLICT_THRESHOLD,
                  ReviewKeys.MAX_INLINE_IMAGE,
                  TopicKeys.LISTINGS,
                  TopicKeys.ATTRIBUTES,
                  TopicKeys.REVIEW,
                  TopicKeys.DEAD_LETTER,
                  TopicKeys.SUSPECTS,
                  TopicKeys.SHADOW,
                  TopicKeys.PARTITIONS,
                  TopicKeys.REPLICATION,
                  TopicKeys.CREATE,
                  RegistryKeys.URL,
                  RegistryKeys.AUTO_REGISTER,
                  RegistryKeys.USE_LATEST,
                  RegistryKeys.AUTH_SOURCE,
                  RegistryKeys.AUTH_USER_INFO,
                  RegistryKeys.SUBJECT_NAME_STRATEGY,
                  RegistryKeys.SERDE_CLASS,
                  RegistryKeys.LATEST_STRICT,
                  RegistryKeys.NORMALIZE,
                  RegistryKeys.REMOVE_JAVA_PROPERTIES,
                  RegistryKeys.BEARER_SOURCE,
                  RegistryKeys.BEARER_TOKEN,
                  RegistryKeys.TRUST_STORE,
                  RegistryKeys.TRUST_STORE_TYPE,
                  RegistryKeys.TRUST_STORE_PASSWORD,
                  RegistryKeys.KEY_STORE,
                  RegistryKeys.KEY_STORE_TYPE,
                  RegistryKeys.KEY_STORE_PASSWORD,
                  RegistryKeys.KEY_PASSWORD,
                  RegistryKeys.CONNECT_TIMEOUT,
                  RegistryKeys.READ_TIMEOUT,
                  RegistryKeys.RETRIES)));

  /** Keys that go to the serdes as they are. */
  static final List<ConfigKey<?>> SERDE =
      ALL.stream().filter(key -> key.section().equals(RegistryKeys.SECTION)).toList();

  private ServiceKeys() {}

  private static List<ConfigKey<?>> join(List<List<ConfigKey<?>>> parts) {
    return parts.stream().<ConfigKey<?>>flatMap(List::stream).toList();
  }
}
