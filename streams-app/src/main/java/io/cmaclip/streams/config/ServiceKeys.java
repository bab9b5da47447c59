package io.cmaclip.streams.config;

import io.cmaclip.streams.batching.BatchingSettings;
import io.cmaclip.streams.batching.InFlightSettings;
import io.cmaclip.streams.batching.SupervisionSettings;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.service.ThreadReplacement;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topology.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table of settings. The reference page docs/configuration.md is written from it. */
public final class ServiceKeys {
  private static final String MODEL = "Model";
  private static final String BATCHING = "Batching";
  private static final String RELIABILITY = "Guarantee and threads";
  private static final String FAILURES = "Failures";
  private static final String REVIEW = "Review";
  private static final String TOPICS = "Topics";
  private static final String REGISTRY = "Schema registry";

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
          BatchingSettings.DEFAULT.maxSize(),
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
          BatchingSettings.DEFAULT.maxDelay(),
          null,
          "Raise it when batches are small and the GPU is idle; lower it when p99 is too high.");

  public static final ConfigKey<Long> IN_FLIGHT_MAX_BYTES =
      new ConfigKey<>(
          "in-flight.max-bytes",
          BATCHING,
          "Most memory for listings that are buffered or being classified, over all partitions.",
          "",
          ValueTypes.bytes(MB, 64 * GB),
          InFlightSettings.DEFAULT.maxBytes(),
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
          InFlightSettings.DEFAULT.maxPerTask(),
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

  public static final ConfigKey<Double> ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold",
          "Confidence from which a label is accepted, for every task; replaces the bundle's.",
          "the bundle's, per task and modality",
          "Raise it when accepted labels are too often wrong; lower it when the review queue is too"
              + " long.");

  public static final ConfigKey<Double> TASK_ACCEPT_THRESHOLD =
      threshold(
          "review.accept-threshold.<task>",
          "The same for one task.",
          "review.accept-threshold",
          "Turn it when one task alone is too often wrong or too often in review.");

  public static final ConfigKey<Double> MISMATCH_THRESHOLD =
      threshold(
          "review.mismatch-threshold",
          "Score from which picture and title are taken not to belong together.",
          "the bundle's",
          "Raise it when good listings come as MODALITY_MISMATCH; lower it when swapped pictures"
              + " pass.");

  public static final ConfigKey<Double> NOISY_IMAGE_THRESHOLD =
      threshold(
          "review.noisy-image-threshold",
          "Score from which a picture is taken to carry no information.",
          "the bundle's",
          "Raise it when good pictures come as NOISY_IMAGE; lower it when blank ones pass.");

  public static final ConfigKey<Double> NOISY_TEXT_THRESHOLD =
      threshold(
          "review.noisy-text-threshold",
          "Score from which a title is taken to carry no information.",
          "the bundle's",
          "Raise it when good titles come as NOISY_TEXT; lower it when gibberish passes.");

  public static final ConfigKey<Double> CONFLICT_THRESHOLD =
      threshold(
          "review.conflict-threshold",
          "Confidence that picture alone and title alone must both reach for their disagreement to"
              + " count.",
          "each one's accept threshold",
          "Raise it when good listings come as MODALITY_CONFLICT.");

  public static final ConfigKey<Long> REVIEW_MAX_INLINE_IMAGE =
      new ConfigKey<>(
          "review.max-inline-image",
          REVIEW,
          "Largest picture that a review item carries itself; a larger one is named by hash, topic,"
              + " partition and offset.",
          "",
          ValueTypes.bytes(0, 64 * MB),
          (long) ServiceSettings.DEFAULT_INLINE_PICTURE_BYTES,
          null,
          "Lower it when the review topic grows too large; raise it when reviewers have no access"
              + " to the listings topic.");

  public static final ConfigKey<String> LISTINGS =
      topic("listings", TopicNames.DEFAULT.listings(), "Topic that listings are read from.");
  public static final ConfigKey<String> ATTRIBUTES =
      topic(
          "attributes",
          TopicNames.DEFAULT.attributes(),
          "Compacted topic that labels are written to, keyed by listing.");
  public static final ConfigKey<String> REVIEW_TOPIC =
      topic(
          "review",
          TopicNames.DEFAULT.review(),
          "Topic for listings that a person should look at.");
  public static final ConfigKey<String> DEAD_LETTER =
      topic(
          "dead-letter",
          TopicNames.DEFAULT.deadLetter(),
          "Topic for records that cannot be classified, with their raw bytes.");

  public static final ConfigKey<Integer> PARTITIONS =
      new ConfigKey<>(
          "topics.partitions",
          TOPICS,
          "Partitions of listings when it is created; the other topics get as many as listings has.",
          "partitions",
          ValueTypes.integer(1, 10_000),
          TopicSettings.DEFAULT.partitions(),
          null,
          "Set it before the first start to the most stream threads you will ever run together.");

  public static final ConfigKey<Integer> REPLICATION =
      new ConfigKey<>(
          "topics.replication",
          TOPICS,
          "Replicas of topics that are created. -1: the cluster's default.",
          "replicas",
          ValueTypes.integer(-1, 32_767),
          TopicSettings.DEFAULT.replication(),
          null,
          "Set 3 on a cluster whose default is lower than what you rely on.");

  public static final ConfigKey<Boolean> CREATE =
      new ConfigKey<>(
          "topics.create",
          TOPICS,
          "Whether missing topics are created. Existing topics are checked and never changed.",
          "",
          ValueTypes.bool(),
          true,
          null,
          "Set false where someone else creates topics; a missing one then stops the start.");

  public static final ConfigKey<String> REGISTRY_URL =
      new ConfigKey<>(
          "schema.registry.url",
          REGISTRY,
          "Address of the schema registry, or several with commas between.",
          "",
          ValueTypes.text(
              "http:// or https:// addresses, or embedded: (in this process, in memory), or embedded:FOLDER"),
          null,
          "required (--registry)",
          "");

  public static final ConfigKey<Boolean> AUTO_REGISTER =
      new ConfigKey<>(
          "auto.register.schemas",
          REGISTRY,
          "Whether the service registers its own schemas.",
          "",
          ValueTypes.bool(),
          true,
          null,
          "Set false where schemas are registered by a release process.");

  public static final ConfigKey<Boolean> USE_LATEST =
      new ConfigKey<>(
          "use.latest.version",
          REGISTRY,
          "Whether to write with the subject's latest schema instead of the service's own.",
          "",
          ValueTypes.bool(),
          false,
          null,
          "Set true together with auto.register.schemas = false when the registry's version leads.");

  public static final ConfigKey<String> AUTH_SOURCE =
      new ConfigKey<>(
          "basic.auth.credentials.source",
          REGISTRY,
          "Where the registry's user and password come from.",
          "",
          ValueTypes.choice("URL", "USER_INFO"),
          null,
          "none",
          "");

  public static final ConfigKey<String> AUTH_USER_INFO =
      new ConfigKey<>(
          "basic.auth.user.info",
          REGISTRY,
          "user:password for the registry; best given by the environment.",
          "",
          ValueTypes.secret("user:password"),
          null,
          "none",
          "");

  public static final ConfigKey<String> SUBJECT_NAME_STRATEGY =
      new ConfigKey<>(
          "value.subject.name.strategy",
          REGISTRY,
          "How a schema's subject is named.",
          "",
          ValueTypes.text(
              "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without"
                  + " Confluent's package"),
          null,
          "TopicNameStrategy",
          "");

  /** Every key, in the order of the reference page. */
  public static final List<ConfigKey<?>> ALL =
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
          STALL_UNREADY,
          STALL_EXIT,
          ACCEPT_THRESHOLD,
          TASK_ACCEPT_THRESHOLD,
          MISMATCH_THRESHOLD,
          NOISY_IMAGE_THRESHOLD,
          NOISY_TEXT_THRESHOLD,
          CONFLICT_THRESHOLD,
          REVIEW_MAX_INLINE_IMAGE,
          LISTINGS,
          ATTRIBUTES,
          REVIEW_TOPIC,
          DEAD_LETTER,
          PARTITIONS,
          REPLICATION,
          CREATE,
          REGISTRY_URL,
          AUTO_REGISTER,
          USE_LATEST,
          AUTH_SOURCE,
          AUTH_USER_INFO,
          SUBJECT_NAME_STRATEGY,
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
          RegistryKeys.RETRIES);

  /** Keys that go to the serdes as they are. */
  static final List<ConfigKey<?>> SERDE =
      ALL.stream().filter(key -> key.section().equals(REGISTRY)).toList();

  static final List<ConfigKey<String>> TOPIC_NAMES =
      List.of(LISTINGS, ATTRIBUTES, REVIEW_TOPIC, DEAD_LETTER);

  private ServiceKeys() {}

  private static ConfigKey<Double> threshold(
      String name, String meaning, String whenUnset, String symptom) {
    return new ConfigKey<>(
        name, REVIEW, meaning, "", ValueTypes.decimal(0, 1), null, whenUnset, symptom);
  }

  private static ConfigKey<String> topic(String key, String name, String meaning) {
    return new ConfigKey<>(
        "topics." + key, TOPICS, meaning, "", ValueTypes.topicName(), name, null, "");
  }
}
