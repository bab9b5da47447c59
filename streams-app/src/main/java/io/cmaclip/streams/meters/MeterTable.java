package io.cmaclip.streams.meters;

import io.cmaclip.streams.meters.MeterKey.Kind;
import java.util.ArrayList;
import java.util.List;

/** The table of the service's meters, in the order of the reference page. */
public final class MeterTable {
  private static final List<MeterKey> DECLARED = new ArrayList<>();

  private static final String LISTINGS_UNIT = "listings";
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";
  private static final String SHARE = "0 to 1";
  private static final String TASK = "task";
  private static final List<Double> TENTHS =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99);
  private static final List<Double> INFERENCE_TIMES =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);
  private static final List<Double> SHORT_TIMES =
      List.of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0);
  private static final List<Double> LATENCIES =
      List.of(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0);
  private static final List<Double> AGES =
      List.of(0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0, 21_600.0, 86_400.0);
  private static final List<Double> SIZES =
      List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 4096.0);

  public static final MeterKey RECEIVED =
      counter(
          "cmaclip.listings.received",
          LISTINGS_UNIT,
          List.of(),
          "Records received from the listings topic.",
          "It does not grow although the consumer group has lag.");
  public static final MeterKey LABELLED =
      counter(
          "cmaclip.listings.labelled",
          LISTINGS_UNIT,
          List.of(),
          "Listings with an output on the attributes topic.",
          "It stays behind listings received: see listings in flight and dead letters.");
  public static final MeterKey UNCHANGED =
      counter(
          "cmaclip.unchanged",
          LISTINGS_UNIT,
          List.of("result"),
          "Answered listings of a service with an answer store; `result` is classified, repeated"
              + " (known answer), refetched (known answer after its image was fetched again),"
              + " skipped (no outputs) or superseded (to be reclassified, but a newer listing was"
              + " answered).",
          "The share of classified grows: listings change more often, or the model was replaced.");
  public static final MeterKey ANSWERS_RESTORED =
      counter(
          "cmaclip.answers.restored",
          "records",
          List.of(),
          "Records read from the changelogs of the answer and label stores to restore them.",
          "It grows although no partition has moved and no process has ended.");
  public static final MeterKey ANSWERS_RESTORING =
      gauge(
          "cmaclip.answers.restoring",
          "partitions",
          "Partitions whose answer or label store is being restored; their listings wait.",
          "It stays above 0 for minutes: standby replicas avoid the restore.");
  public static final MeterKey IMAGES =
      counter(
          "cmaclip.images.encoded",
          "images",
          List.of("result"),
          "Images of inference calls with image.embeddings.max-bytes; `result` is encoded (the"
              + " encoder ran) or reused (its outputs were known, or the image was in the batch"
              + " more than once).",
          "The share of reused stays near 0: the setting costs memory and does not help.");
  public static final MeterKey EMBEDDINGS =
      gauge(
          "cmaclip.image.embeddings",
          BYTES,
          "Heap for outputs of the image encoder that can be reused.",
          "It is at image.embeddings.max-bytes and few images are reused: raise the limit.");
  public static final MeterKey DELETED =
      counter(
          "cmaclip.listings.deleted",
          LISTINGS_UNIT,
          List.of(),
          "Tombstones written to the attributes topic.",
          "It grows although no listing was deleted: a producer writes null values.");
  public static final MeterKey IGNORED =
      counter(
          "cmaclip.events.ignored",
          "events",
          List.of(),
          "Events that the mapping ignores because they concern no listing.",
          "It grows as fast as listings received: the mapping ignores too much.");
  public static final MeterKey DEAD_LETTERS =
      counter(
          "cmaclip.dead.letters",
          "records",
          List.of("reason"),
          "Records written to the dead-letter topic, by reason.",
          "Any growth. UNDECODABLE, UNKNOWN_SCHEMA and KEY_* point to a producer, MAPPING_FAILED to"
              + " the mapping, PREDICTION_FAILED to the model.");
  public static final MeterKey REVIEW_ITEMS =
      counter(
          "cmaclip.review.items",
          LISTINGS_UNIT,
          List.of(),
          "Listings written to the review topic.",
          "Its share of listings labelled grows: the stream or its quality has changed.");
  public static final MeterKey REVIEW_HELD =
      counter(
          "cmaclip.review.held",
          LISTINGS_UNIT,
          List.of("reason"),
          "Listings with a reason for review that review.budget did not admit, once for each kind"
              + " of reason.",
          "A reason that must not wait grows: give it a share in review.reserved, or raise"
              + " review.budget.");
  public static final MeterKey REVIEW_REASONS =
      counter(
          "cmaclip.review.reasons",
          "reasons",
          List.of("reason", TASK),
          "Review reasons, also of listings that are held; a listing may have several. `task` is"
              + " empty for listing-level reasons.",
          "A single reason grows: NOISY_IMAGE and IMAGE_MISSING point to images, LOW_CONFIDENCE to"
              + " a task.");
  public static final MeterKey DECISIONS =
      counter(
          "cmaclip.decisions",
          "decisions",
          List.of("result"),
          "Decisions read from topics.decisions; `result` is applied, replaced (a lead's decision"
              + " in place of another), undone, repeated (known id), conflict (the task has another"
              + " decision), stale (made about former content), opinion, nothing_to_undo,"
              + " unknown_listing, unknown_label, invalid or too_large (dead-lettered). Only the"
              + " first three change labels.",
          "conflict, unknown_listing, unknown_label or invalid grows: consoles disagree, or a"
              + " decision has the wrong key, partition or label.");
  public static final MeterKey ANSWERS =
      counter(
          "cmaclip.answers",
          "answers",
          List.of(TASK, "accepted"),
          "Predicted labels by task; `accepted` is true or false. A listing with neither an image"
              + " nor a title is labelled without a prediction, so it has none.",
          "The accepted share of a task falls.");
  public static final MeterKey LABELS =
      counter(
          "cmaclip.labels",
          "answers",
          List.of(TASK, "label"),
          "Predictions by label, for tasks with at most metrics.max-labels classes.",
          "The share of a label changes although the assortment has not changed.");
  public static final MeterKey MODALITIES =
      counter(
          "cmaclip.modalities",
          LISTINGS_UNIT,
          List.of("modality", "status"),
          "Answered listings by status of the image (`modality` image) and of the title (text).",
          "UNREADABLE or FETCH_FAILED of images grows.");
  public static final MeterKey LATENCY_UPDATED =
      histogram(
          "cmaclip.latency.updated",
          SECONDS,
          List.of(),
          "Time from a listing's updatedAt until its output is sent to Kafka.",
          "It grows while latency.arrival does not: producers are late.",
          AGES);
  public static final MeterKey LATENCY_ARRIVAL =
      histogram(
          "cmaclip.latency.arrival",
          SECONDS,
          List.of(),
          "Time from a record's timestamp until its outputs are sent to Kafka: lag and processing.",
          "It grows: the service does not keep up, or a partition is blocked.",
          AGES);
  public static final MeterKey LATENCY_SERVICE =
      histogram(
          "cmaclip.latency.service",
          SECONDS,
          List.of(),
          "Time from the receipt of a record until its outputs are sent to Kafka.",
          "It stays above batch.max-delay plus one inference call: see batch.queued and"
              + " image.fetch.",
          LATENCIES);
  public static final MeterKey PREPARATION =
      timer(
          "cmaclip.preparation",
          List.of(),
          "Time to decode and resize the images and tokenise the title of one listing.",
          "It grows: images became larger, or processor cores are overloaded.",
          SHORT_TIMES);
  public static final MeterKey BATCH_WAIT =
      timer(
          "cmaclip.batch.wait",
          List.of(),
          "Time for which a prepared listing waits for its batch.",
          "It is far above batch.max-delay: the predictors are the bottleneck.",
          SHORT_TIMES);
  public static final MeterKey BATCH_SIZE =
      histogram(
          "cmaclip.batch.size",
          LISTINGS_UNIT,
          List.of(),
          "Listings per inference call.",
          "It is small although listings wait: see preparation and the in-flight limits.",
          SIZES);
  public static final MeterKey INFERENCE =
      timer(
          "cmaclip.forward",
          List.of(),
          "Time of one inference call for a whole batch.",
          "It grows at the same batch size: the device is shared, throttled or failing.",
          INFERENCE_TIMES);
  public static final MeterKey CONFIDENCE =
      histogram(
          "cmaclip.confidence",
          SHARE,
          List.of(TASK),
          "Confidence of the predictions of a task.",
          "It falls: the stream has changed, or the model does not fit it.",
          TENTHS);
  public static final MeterKey IMAGE_WEIGHT =
      histogram(
          "cmaclip.image.weight",
          SHARE,
          List.of(TASK),
          "Attention weight of the image against the title, for listings with both.",
          "It shifts: images or titles have changed.",
          TENTHS);
  public static final MeterKey NOISE =
      histogram(
          "cmaclip.noise",
          SHARE,
          List.of("score"),
          "Noise scores of listings with a prediction; `score` is mismatch, image or text.",
          "A score rises: see the review reason of that name.",
          TENTHS);
  public static final MeterKey DRIFT =
      gauge(
          "cmaclip.drift",
          "index",
          List.of(TASK, "measure"),
          "Population stability index of the last full window against the bundle's validation"
              + " profile; `measure` is confidence, image_weight or label. NaN before the first"
              + " window; no series without a profile.",
          "It is above drift.alarm; the log explains each alarm once.");
  public static final MeterKey BATCH_QUEUED =
      gauge(
          "cmaclip.batch.queued",
          LISTINGS_UNIT,
          "Prepared listings that wait for an inference call.",
          "It stays above a few batches: the predictors are the bottleneck.");
  public static final MeterKey IN_FLIGHT_LISTINGS =
      gauge(
          "cmaclip.inflight.listings",
          LISTINGS_UNIT,
          "Listings in flight: received, outputs not yet sent.",
          "It stays high while no listing is labelled.");
  public static final MeterKey IN_FLIGHT_BYTES =
      gauge(
          "cmaclip.inflight.bytes",
          BYTES,
          "Memory reserved for listings in flight.",
          "It stays at in-flight.max-bytes: back-pressure limits the intake by memory.");
  public static final MeterKey IN_FLIGHT_AGE =
      gauge(
          "cmaclip.inflight.age",
          SECONDS,
          "Age of the oldest listing in flight.",
          "It grows steadily: one listing blocks its partition (waiting for an image or the"
              + " registry, or a stalled inference call).");
  public static final MeterKey OFFSETS_HELD =
      gauge(
          "cmaclip.offsets.held",
          "offsets",
          "Offsets received but not yet committable, summed over partitions.",
          "It grows beyond in-flight.max-listings times partitions, or does not fall when idle.");
  public static final MeterKey QUARANTINE_CANDIDATES =
      gauge(
          "cmaclip.suspects",
          LISTINGS_UNIT,
          "Quarantine candidates: listings of this process's partitions that may have ended a"
              + " process and now run isolated.",
          "It is above 0: a process died with listings in a decode or inference call.");
  public static final MeterKey INFERENCE_RUNNING =
      gauge(
          "cmaclip.forward.running",
          SECONDS,
          "Duration of the longest inference call in progress.",
          "It exceeds predictor.stall-unready: that predictor is stalled.");
  public static final MeterKey PREDICTOR_READY =
      gauge(
          "cmaclip.predictor.ready",
          "0 or 1",
          "Whether at least one predictor is warm and healthy.",
          "It is 0 after the start-up.");
  public static final MeterKey READY =
      gauge("cmaclip.ready", "0 or 1", "Result of /health/ready.", "It is 0 after the start-up.");
  public static final MeterKey MODEL =
      gauge(
          "cmaclip.model",
          "1",
          List.of("name", "version", "fingerprint"),
          "The served bundle. The value is always 1.",
          "Instances show different fingerprints for long.");
  public static final MeterKey SWAPS =
      counter(
          "cmaclip.swaps",
          "bundles",
          List.of("result"),
          "New bundles in the watched folder; `result` is swapped, refused (files invalid or"
              + " incomplete) or rolled_back (loaded but unhealthy).",
          "refused or rolled_back grows: the former model stays; the log and /info explain why.");
  public static final MeterKey SHADOW =
      counter(
          "cmaclip.shadow.listings",
          LISTINGS_UNIT,
          List.of("result"),
          "Listings for the shadow model; `result` is answered, dropped (queue full) or failed.",
          "dropped exceeds a few percent: the comparison misses a part of the stream.");
  public static final MeterKey FETCH =
      timer(
          "cmaclip.image.fetch",
          List.of("host", "outcome"),
          "Time to fetch an image by URL, including retries and the bulkhead's queue; `host` is one"
              + " of image.fetch.named-hosts, or other.",
          "timed_out, circuit_open or overloaded grow, or fetched falls for one host.",
          LATENCIES);
  public static final MeterKey FETCH_BUFFERED =
      gauge(
          "cmaclip.image.fetch.buffered",
          BYTES,
          "Memory of image files that are being received or wait for decoding.",
          "It stays near image.fetch.max-buffered-bytes.");
  public static final MeterKey IMAGE_HOSTS =
      gauge(
          "cmaclip.image.hosts",
          "hosts",
          List.of("circuit"),
          "Image hosts in memory; `circuit` is the state of the circuit breaker: closed, open or"
              + " half_open.",
          "More than a few hosts are open.");

  /** All meters. */
  public static final List<MeterKey> ALL = List.copyOf(DECLARED);

  private MeterTable() {}

  private static MeterKey counter(
      String name, String unit, List<String> tags, String meaning, String worry) {
    return add(new MeterKey(name, Kind.COUNTER, unit, tags, meaning, worry, List.of()));
  }

  private static MeterKey timer(
      String name, List<String> tags, String meaning, String worry, List<Double> buckets) {
    return add(new MeterKey(name, Kind.TIMER, SECONDS, tags, meaning, worry, buckets));
  }

  private static MeterKey histogram(
      String name,
      String unit,
      List<String> tags,
      String meaning,
      String worry,
      List<Double> buckets) {
    return add(new MeterKey(name, Kind.HISTOGRAM, unit, tags, meaning, worry, buckets));
  }

  private static MeterKey gauge(String name, String unit, String meaning, String worry) {
    return gauge(name, unit, List.of(), meaning, worry);
  }

  private static MeterKey gauge(
      String name, String unit, List<String> tags, String meaning, String worry) {
    return add(new MeterKey(name, Kind.GAUGE, unit, tags, meaning, worry, List.of()));
  }

  private static MeterKey add(MeterKey key) {
    DECLARED.add(key);
    return key;
  }
}
