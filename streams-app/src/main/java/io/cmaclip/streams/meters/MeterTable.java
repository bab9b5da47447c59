package io.cmaclip.streams.meters;

import io.cmaclip.streams.meters.MeterKey.Kind;
import java.util.List;

/** Every meter of ours, in the order of the reference page. */
public final class MeterTable {
  private static final String LISTINGS_UNIT = "listings";
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";
  private static final String SHARE = "0 to 1";
  private static final String TASK = "task";

  private static final List<Double> TENTHS =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99);
  private static final List<Double> FORWARD_TIMES =
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
          "Records taken from the listings topic.",
          "It stands still while the consumer group has lag: nothing is taken in.");

  public static final MeterKey LABELLED =
      counter(
          "cmaclip.listings.labelled",
          LISTINGS_UNIT,
          List.of(),
          "Listings answered on the attributes topic.",
          "It falls behind listings received for long: see in flight, and dead letters.");

  public static final MeterKey DELETED =
      counter(
          "cmaclip.listings.deleted",
          LISTINGS_UNIT,
          List.of(),
          "Deletions passed on.",
          "It is high although nobody deletes: a producer writes null values.");

  public static final MeterKey DEAD_LETTERS =
      counter(
          "cmaclip.dead.letters",
          "records",
          List.of("reason"),
          "Records put aside, by reason.",
          "Any rise. UNDECODABLE, UNKNOWN_SCHEMA, KEY_*: a producer; PREDICTION_FAILED: the model.");

  public static final MeterKey REVIEW_ITEMS =
      counter(
          "cmaclip.review.items",
          LISTINGS_UNIT,
          List.of(),
          "Listings sent to review.",
          "Its share of listings labelled grows: the stream or its quality has changed.");

  public static final MeterKey REVIEW_REASONS =
      counter(
          "cmaclip.review.reasons",
          "reasons",
          List.of("reason", TASK),
          "Reasons for review; a listing may have several. The task is empty where it is none's.",
          "One reason grows alone: NOISY_IMAGE or IMAGE_MISSING point to images, LOW_CONFIDENCE to"
              + " a task.");

  public static final MeterKey ANSWERS =
      counter(
          "cmaclip.answers",
          "answers",
          List.of(TASK, "accepted"),
          "Answers by task, accepted (true) or not (false).",
          "The accepted share of a task falls.");

  public static final MeterKey LABELS =
      counter(
          "cmaclip.labels",
          "answers",
          List.of(TASK, "label"),
          "Answers by label, for tasks of the bundle with at most metrics.max-labels classes.",
          "A label's share changes although the assortment has not.");

  public static final MeterKey MODALITIES =
      counter(
          "cmaclip.modalities",
          LISTINGS_UNIT,
          List.of("modality", "status"),
          "Answered listings by what became of their image (image) and title (text).",
          "UNREADABLE or FETCH_FAILED of image grows.");

  public static final MeterKey LATENCY_UPDATED =
      histogram(
          "cmaclip.latency.updated",
          SECONDS,
          List.of(),
          "From a listing's updatedAt until its answer is handed to Kafka.",
          "It grows while latency.arrival does not: producers are late.",
          AGES);

  public static final MeterKey LATENCY_ARRIVAL =
      histogram(
          "cmaclip.latency.arrival",
          SECONDS,
          List.of(),
          "From a record's timestamp until its outputs are handed to Kafka: backlog and service.",
          "It grows: the service does not keep up, or a partition is held.",
          AGES);

  public static final MeterKey LATENCY_SERVICE =
      histogram(
          "cmaclip.latency.service",
          SECONDS,
          List.of(),
          "From when the service took a record until its outputs are handed to Kafka.",
          "It is above batch.max-delay plus a forward for long: see batch.queued and image.fetch.",
          LATENCIES);

  public static final MeterKey PREPARATION =
      timer(
          "cmaclip.preparation",
          List.of(),
          "Decoding and resizing images and tokenising the title of one listing.",
          "It grows with larger images, or where cores are short.",
          SHORT_TIMES);

  public static final MeterKey BATCH_WAIT =
      timer(
          "cmaclip.batch.wait",
          List.of(),
          "Wait of a prepared listing for its batch.",
          "It is far above batch.max-delay: the predictors are the bottleneck.",
          SHORT_TIMES);

  public static final MeterKey BATCH_SIZE =
      histogram(
          "cmaclip.batch.size",
          LISTINGS_UNIT,
          List.of(),
          "Listings in a forward.",
          "It is small although listings wait: see preparation and in-flight limits.",
          SIZES);

  public static final MeterKey FORWARD =
      timer(
          "cmaclip.forward",
          List.of(),
          "Forwards of a whole batch.",
          "It grows at the same batch size: the device is shared, hot or failing.",
          FORWARD_TIMES);

  public static final MeterKey CONFIDENCE =
      histogram(
          "cmaclip.confidence",
          SHARE,
          List.of(TASK),
          "Confidence of the answers of a task.",
          "It moves down: the stream has changed, or the model does not fit it.",
          TENTHS);

  public static final MeterKey IMAGE_WEIGHT =
      histogram(
          "cmaclip.image.weight",
          SHARE,
          List.of(TASK),
          "Weight of the image against the title, where a listing has both.",
          "It moves: images or titles have changed.",
          TENTHS);

  public static final MeterKey NOISE =
      histogram(
          "cmaclip.noise",
          SHARE,
          List.of("score"),
          "Noise scores: mismatch of image and title, image, text. Without either modality none.",
          "One moves up: see the review reason of that name.",
          TENTHS);

  public static final MeterKey DRIFT =
      gauge(
          "cmaclip.drift",
          "index",
          List.of(TASK, "measure"),
          "Population stability index of the last window of answers against the bundle's validation"
              + " profile, by measure: confidence, image_weight, label. NaN before the first window;"
              + " absent without a profile.",
          "It is above drift.alarm, which the log explains once.");

  public static final MeterKey BATCH_QUEUED =
      gauge(
          "cmaclip.batch.queued",
          LISTINGS_UNIT,
          "Prepared listings that wait for a forward.",
          "It stays above a few batches: the predictors are the bottleneck.");

  public static final MeterKey IN_FLIGHT_LISTINGS =
      gauge(
          "cmaclip.inflight.listings",
          LISTINGS_UNIT,
          "Listings taken in and not yet forwarded.",
          "It stays high while nothing is labelled.");

  public static final MeterKey IN_FLIGHT_BYTES =
      gauge(
          "cmaclip.inflight.bytes",
          BYTES,
          "Memory reserved for them.",
          "It stays at in-flight.max-bytes: intake is held back by memory.");

  public static final MeterKey IN_FLIGHT_AGE =
      gauge(
          "cmaclip.inflight.age",
          SECONDS,
          "Age of the oldest listing in flight.",
          "It grows steadily: one listing holds its partition (an image it waits for, the registry,"
              + " a stuck forward).");

  public static final MeterKey OFFSETS_HELD =
      gauge(
          "cmaclip.offsets.held",
          "positions",
          "Positions received beyond the offsets that may be committed, summed over partitions.",
          "It grows beyond in-flight.max-listings times partitions, or does not fall when idle.");

  public static final MeterKey SUSPECTS =
      gauge(
          "cmaclip.suspects",
          LISTINGS_UNIT,
          "Listings of this process's partitions that may have ended a process and run alone.",
          "It is not 0: a process has died with listings in a decode or forward.");

  public static final MeterKey FORWARD_RUNNING =
      gauge(
          "cmaclip.forward.running",
          SECONDS,
          "How long the longest forward that runs now has been running.",
          "It exceeds predictor.stall-unready: that predictor is stuck.");

  public static final MeterKey PREDICTOR_READY =
      gauge(
          "cmaclip.predictor.ready",
          "0 or 1",
          "Whether at least one predictor is warm, well and answering.",
          "It is 0 after the start.");

  public static final MeterKey READY =
      gauge("cmaclip.ready", "0 or 1", "What /health/ready says.", "It is 0 after the start.");

  public static final MeterKey MODEL =
      gauge(
          "cmaclip.model",
          "1",
          List.of("name", "version", "fingerprint"),
          "The bundle that serves.",
          "Instances show different fingerprints for long.");

  public static final MeterKey SWAPS =
      counter(
          "cmaclip.swaps",
          "bundles",
          List.of("result"),
          "Bundles found in the watched folder: swapped in; refused, their files not whole;"
              + " rolled_back, loaded but not well.",
          "refused or rolled_back rises: the log and /info say why, the former model goes on.");

  public static final MeterKey SHADOW =
      counter(
          "cmaclip.shadow.listings",
          LISTINGS_UNIT,
          List.of("result"),
          "Listings shown to shadow.bundle: answered, dropped (no room) or failed.",
          "dropped is more than a few percent: what is compared is not the whole stream.");

  public static final MeterKey FETCH =
      timer(
          "cmaclip.image.fetch",
          List.of("host", "outcome"),
          "Fetches of images by address, retries and waiting for a place included. host: one of"
              + " image.fetch.named-hosts, or other.",
          "timed_out, circuit_open or overloaded grow; or one host's fetched falls alone.",
          LATENCIES);

  public static final MeterKey FETCH_BUFFERED =
      gauge(
          "cmaclip.image.fetch.buffered",
          BYTES,
          "Image files being received or waiting for decoding.",
          "It stays near image.fetch.max-buffered-bytes.");

  public static final MeterKey IMAGE_HOSTS =
      gauge(
          "cmaclip.image.hosts",
          "hosts",
          List.of("circuit"),
          "Image hosts remembered, by circuit: closed (well), open (given up for now), half_open"
              + " (being tried).",
          "open is more than a few.");

  /** All of them. */
  public static final List<MeterKey> ALL =
      List.of(
          RECEIVED,
          LABELLED,
          DELETED,
          DEAD_LETTERS,
          REVIEW_ITEMS,
          REVIEW_REASONS,
          ANSWERS,
          LABELS,
          MODALITIES,
          LATENCY_UPDATED,
          LATENCY_ARRIVAL,
          LATENCY_SERVICE,
          PREPARATION,
          BATCH_WAIT,
          BATCH_SIZE,
          FORWARD,
          CONFIDENCE,
          IMAGE_WEIGHT,
          NOISE,
          DRIFT,
          BATCH_QUEUED,
          IN_FLIGHT_LISTINGS,
          IN_FLIGHT_BYTES,
          IN_FLIGHT_AGE,
          OFFSETS_HELD,
          SUSPECTS,
          FORWARD_RUNNING,
          PREDICTOR_READY,
          READY,
          MODEL,
          SWAPS,
          SHADOW,
          FETCH,
          FETCH_BUFFERED,
          IMAGE_HOSTS);

  private MeterTable() {}

  private static MeterKey counter(
      String name, String unit, List<String> tags, String meaning, String worry) {
    return new MeterKey(name, Kind.COUNTER, unit, tags, meaning, worry, List.of());
  }

  private static MeterKey timer(
      String name, List<String> tags, String meaning, String worry, List<Double> buckets) {
    return new MeterKey(name, Kind.TIMER, SECONDS, tags, meaning, worry, buckets);
  }

  private static MeterKey histogram(
      String name,
      String unit,
      List<String> tags,
      String meaning,
      String worry,
      List<Double> buckets) {
    return new MeterKey(name, Kind.HISTOGRAM, unit, tags, meaning, worry, buckets);
  }

  private static MeterKey gauge(String name, String unit, String meaning, String worry) {
    return gauge(name, unit, List.of(), meaning, worry);
  }

  private static MeterKey gauge(
      String name, String unit, List<String> tags, String meaning, String worry) {
    return new MeterKey(name, Kind.GAUGE, unit, tags, meaning, worry, List.of());
  }
}
