package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.UnchangedKeys;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures {@code unchanged = repeat} against {@code classify} on the same events, and the restore
 * of the answer store. Most events repeat the last content of a random key, as a change of price
 * does.
 */
public final class UnchangedBench {
  /** Confidences of one listing differ by less, whatever its batch. */
  private static final double TOLERANCE = 1e-3;

  /**
   * Size of the benchmark.
   *
   * @param events events of each mode
   * @param unchangedShare share of events without new content, 0 to below 1
   * @param restored listings in the store whose restore is measured; 0: not measured
   */
  public record Size(int events, double unchangedShare, int restored) {}

  private final Bundle bundle;
  private final ServiceConfig config;
  private final Size size;
  private final List<Listing> imaged;
  private final LocalCluster cluster;
  private final Path folder;
  private final CpuTimes times = new CpuTimes();

  /**
   * A benchmark.
   *
   * @param imaged listings with images, which the keys have in turn; empty: title-only listings
   * @param cluster not closed
   * @param folder for the stores; empty
   */
  public UnchangedBench(
      Bundle bundle,
      ServiceConfig config,
      Size size,
      List<Listing> imaged,
      LocalCluster cluster,
      Path folder) {
    this.bundle = bundle;
    this.config = config;
    this.size = size;
    this.imaged = List.copyOf(imaged);
    this.cluster = cluster;
    this.folder = folder;
  }

  /** Runs all parts. */
  public UnchangedBenchResult run() throws InterruptedException {
    try (BundledModel model =
        BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
      ServingModel serving = model.serving();
      try {
        RestoreBench.Result restore =
            size.restored() == 0
                ? null
                : new RestoreBench(config, cluster, folder.resolve("restore"), size.restored())
                    .run(
                        () ->
                            ServiceBench.withPredictor(
                                new SimulatedGpu(bundle.manifest(), Duration.ZERO, Duration.ZERO),
                                serving));
        return compare(serving, restore);
      } finally {
        serving.predictors().forEach(predictor -> predictor.close());
      }
    }
  }

  private UnchangedBenchResult compare(ServingModel serving, RestoreBench.Result restore)
      throws InterruptedException {
    try (ServiceSession classify = open(UnchangedMode.CLASSIFY, serving);
        ServiceSession repeat = open(UnchangedMode.REPEAT, serving)) {
      Alternation.Result rates =
          Alternation.measure(
              new Alternation.Side("classify", classify),
              new Alternation.Side("repeat", repeat),
              size.events(),
              this::event);
      Map<String, ListingAttributes> expected = classify.lastAnswers();
      return new UnchangedBenchResult(
          rates.firstPerSecond(),
          rates.secondPerSecond(),
          rates.ratio(),
          AnswerDifferences.of(expected, repeat.lastAnswers(), TOLERANCE).different(),
          rates.events(),
          expected.size(),
          size.unchangedShare(),
          !imaged.isEmpty(),
          restore);
    }
  }

  private ServiceSession open(UnchangedMode mode, ServingModel serving)
      throws InterruptedException {
    String name = text(mode);
    return ServiceSession.open(
        "unchanged-" + name,
        cluster,
        with(config, mode, folder.resolve(name)),
        times.counted(SharedPredictor.share(serving)),
        ServiceMeters.none(),
        times);
  }

  static ServiceConfig with(ServiceConfig base, UnchangedMode mode, Path stateDir) {
    return base.with(
        ConfigSource.flags(
            Map.of(
                UnchangedKeys.MODE.name(),
                text(mode),
                ServiceKeys.BATCH_MAX_SIZE.name(),
                Integer.toString(ServiceBench.BATCH),
                "kafka.state.dir",
                stateDir.toString())));
  }

  private static String text(UnchangedMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** Event {@code number}: a new key, or the content that a random known key already has. */
  private Listing event(int number) {
    double perKey = 1 / (1 - size.unchangedShare());
    int known = (int) (number / perKey);
    boolean isNew = number == 0 || known != (int) ((number - 1) / perKey);
    int key = isNew ? known : new Random(number).nextInt(known + 1);
    Listing title = Titles.listing("u", key);
    if (imaged.isEmpty()) {
      return title;
    }
    Listing image = imaged.get(key % imaged.size());
    return new Listing(title.id(), title.title(), image.fileName(), image.image(), Map.of());
  }
}
