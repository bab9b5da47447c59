package io.cmaclip.it.exactlyonce;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.Lifecycle;
import io.cmaclip.streams.service.ProcessExit;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.service.StreamsSettings;
import io.cmaclip.streams.service.ThreadReplacement;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real service with a fake predictor. It runs in this process or, with {@link #main}, in
 * another.
 */
final class FakeService implements AutoCloseable {
  static final int MAX_INLINE = 256 << 10;

  /** Titles with these texts end the process, see {@link Fault#POISON_PILLS}. */
  static final String KILLS_DECODE = "kills the decode";

  static final String KILLS_INFERENCE = "kills the inference";

  static final long PIXEL_BYTES = 3 * 224 * 224;

  /** The group removes a vanished member after six seconds. */
  static final Map<String, String> QUICK_HANDOVER =
      Map.of("consumer.session.timeout.ms", "6000", "consumer.heartbeat.interval.ms", "1000");

  /** Commits time out when the broker is unavailable for seconds. */
  static final Map<String, String> SHORT_DELIVERY_TIMEOUT =
      Map.of(
          "producer.max.block.ms", "2000",
          "producer.request.timeout.ms", "1500",
          "producer.delivery.timeout.ms", "3000");

  final ClassificationService service;
  private final EventSerdes serdes;

  FakeService(
      String bootstrap,
      String registryUrl,
      Guarantee guarantee,
      FakePredictor predictor,
      InFlightLimits inFlight,
      Map<String, String> kafka,
      FatalHandler fatal) {
    this(
        bootstrap,
        registryUrl,
        guarantee,
        predictor,
        new FakePreparer(),
        ImageSettings.DEFAULT,
        inFlight,
        kafka,
        fatal);
  }

  FakeService(
      String bootstrap,
      String registryUrl,
      Guarantee guarantee,
      FakePredictor predictor,
      FakePreparer preparer,
      ImageSettings images,
      InFlightLimits inFlight,
      Map<String, String> kafka,
      FatalHandler fatal) {
    serdes = EventSerdes.create(Map.of("schema.registry.url", registryUrl));
    Map<String, String> keys = new HashMap<>();
    keys.put("producer.transaction.timeout.ms", "6000");
    if (!kafka.containsKey("group.protocol")) {
      keys.putAll(QUICK_HANDOVER);
    }
    keys.putAll(kafka);
    service =
        ClassificationService.builder(
                new ServiceSettings(
                    new StreamsSettings(
                        bootstrap, "classify", guarantee, 2, ThreadReplacement.DEFAULT, keys),
                    TopicNames.DEFAULT,
                    new BatchSettings(64, Duration.ofMillis(5)),
                    inFlight,
                    SupervisionSettings.DEFAULT,
                    QuarantineSettings.DEFAULT,
                    new RetrySettings(Duration.ofSeconds(1), Duration.ofMillis(300)),
                    Lifecycle.DEFAULT,
                    images,
                    2,
                    MAX_INLINE),
                new ServingModel(
                    List.of(predictor), preparer::prepare, PIXEL_BYTES, FakeService::review),
                serdes,
                fatal)
            .open();
    service.start();
  }

  /**
   * Arguments: bootstrap, registry URL, guarantee, and a {@link Fault}. Prints the peak of the
   * bytes in flight.
   */
  public static void main(String[] args) throws Exception {
    Fault trouble = Fault.valueOf(args[3]);
    FakePredictor predictor =
        new FakePredictor(
            Duration.ofMillis(trouble == Fault.POISON_PILLS ? 50 : 2), Duration.ofNanos(200_000));
    FakePreparer preparer = new FakePreparer();
    switch (trouble) {
      case NONE -> {}
      case PREDICTOR_DIES ->
          predictor.before(
              batch -> {
                throw new UnsatisfiedLinkError("the native library is missing");
              });
      case POISON_PILLS -> {
        preparer.before(title -> haltIf(title.contains(KILLS_DECODE)));
        predictor.before(batch -> haltIf(batch.stream().anyMatch(FakeService::killsInference)));
      }
    }
    FakeService fake =
        new FakeService(
            args[0],
            args[1],
            Guarantee.of(args[2]),
            predictor,
            preparer,
            ImageSettings.DEFAULT,
            InFlightLimits.DEFAULT,
            Map.of(),
            new ProcessExit());
    if (!fake.service.awaitReady(Duration.ofMinutes(1))) {
      throw new IllegalStateException("not ready: " + fake.service.problem());
    }
    System.out.println("ready");
    Runtime.getRuntime().addShutdownHook(new Thread(fake::close));
    while (true) {
      Thread.sleep(200);
      System.out.println("peak " + fake.service.peakBytesInFlight());
    }
  }

  /** The fake preparer turns each character of the title into a token. */
  private static boolean killsInference(PreparedListing listing) {
    int[] tokens = listing.tokens();
    return tokens != null && new String(tokens, 0, tokens.length).contains(KILLS_INFERENCE);
  }

  private static void haltIf(boolean killed) {
    if (killed) {
      Runtime.getRuntime().halt(134);
    }
  }

  /** Sends listings with declared attributes to review. */
  private static Review review(
      Prediction prediction,
      ModalityStatus image,
      ModalityStatus text,
      Map<String, String> declared) {
    List<ReviewReason> reasons =
        declared.isEmpty()
            ? List.of()
            : List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "declared"));
    return new Review(prediction, reasons, reasons.size());
  }

  @Override
  public void close() {
    service.close();
    serdes.close();
  }
}
