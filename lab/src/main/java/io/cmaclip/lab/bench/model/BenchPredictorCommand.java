package io.cmaclip.lab.bench.model;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.pytorch.Processor;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.metrics.Medians;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip bench predictor}. */
@Command(
    name = "predictor",
    description = {
      "Measures the predictor on this machine's CPU against its matrix products.",
      "",
      "The model has the paper's sizes and random weights; each thread has a predictor. Figures"
          + " are",
      "those of float32; ofFloat32 is the rate of int8, and of bfloat16 where the processor has"
          + " its",
      "products, relative to float32 in each round; the median over the rounds.",
      "ofMatmulRate is the rate of the model's matrix products (2 operations per multiply-add,"
          + " only",
      "those really performed) divided by the best rate of square matmuls on the same threads, in",
      "each round; the median over the rounds. All titles are 77 tokens long, but for",
      "trimmedToPadded: listings per second with titles of real lengths against 77 tokens."
    })
public final class BenchPredictorCommand implements Callable<Integer> {
  private static final List<Integer> BATCHES = List.of(1, 8, 32);

  @Spec private CommandSpec spec;

  @Option(names = "--threads", paramLabel = "N", description = "Predictors. Default: one per core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Least time of each measurement. Default: ${DEFAULT-VALUE}.")
  private int seconds = 2;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Measures the model of this bundle instead.")
  private Path bundle;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Real titles, one a line, instead of titles of 8 to 24 tokens.")
  private Path titles;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The tokenizer.json that tells how many tokens those titles have.")
  private Path tokenizer;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (threads < 1 || rounds < 1 || seconds < 0) {
      throw new UsageException("threads and rounds must be at least 1, seconds at least 0");
    }
    if (bundle != null) {
      Bundle opened = Bundle.open(bundle);
      try (SafetensorsFile weights = opened.openWeights()) {
        measure(opened.manifest(), weights);
      }
      return 0;
    }
    measure(PaperModel.manifest(), PaperModel.weights());
    return 0;
  }

  private void measure(BundleManifest manifest, Weights weights)
      throws IOException, InterruptedException {
    Architecture architecture = manifest.architecture();
    RandomTitles drawn = titles(architecture.text().context());
    Map<Precision, List<CmaClipPredictor>> predictors = new EnumMap<>(Precision.class);
    Map<String, List<Double>> figures;
    try {
      for (Precision precision : precisions()) {
        PredictorSettings settings = new PredictorSettings(DeviceChoice.CPU, 1, precision, 0);
        predictors.put(precision, CmaClipPredictor.load(manifest, weights, settings, threads));
      }
      try (PredictorSpeed speed =
          new PredictorSpeed(
              predictors,
              architecture,
              drawn,
              Duration.ofSeconds(seconds),
              spec.commandLine().getErr()::println)) {
        figures = speed.run(SquareProducts.SIZES, BATCHES, rounds);
      }
    } finally {
      predictors.values().forEach(same -> same.forEach(CmaClipPredictor::close));
    }
    long operations = new ModelOperations(architecture).perListing(architecture.text().context());
    report(figures, (double) operations);
  }

  /** Those that this processor computes faster than float32 or may. */
  private static List<Precision> precisions() {
    return Processor.detect().hasBfloat16Products()
        ? List.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8)
        : List.of(Precision.FLOAT32, Precision.INT8);
  }

  private RandomTitles titles(int context) throws IOException {
    if (titles == null) {
      return RandomTitles.typical();
    }
    if (tokenizer == null) {
      throw new UsageException("--titles needs --tokenizer");
    }
    try (ListingTokenizer open =
        ListingTokenizer.open(Files.readAllBytes(tokenizer), context, SpecialTokens.PLAIN)) {
      return RandomTitles.of(titles, title -> open.encodeFramed(title).length);
    }
  }

  private void report(Map<String, List<Double>> figures, double operations) {
    Map<String, Double> ofMatmul = new LinkedHashMap<>();
    Map<String, Double> ofOneDnn = new LinkedHashMap<>();
    Map<String, Double> items = new LinkedHashMap<>();
    for (int batch : BATCHES) {
      List<Double> rates = figures.get("padded " + batch);
      String key = Integer.toString(batch);
      ofMatmul.put(key, Medians.ofRatios(rates, best(figures, "matmul"), operations));
      ofOneDnn.put(key, Medians.ofRatios(rates, best(figures, "oneDNN"), operations));
      items.put(key, Medians.of(rates));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ofMatmulRate", ofMatmul);
    result.put("itemsPerSecond", items);
    result.put(
        "trimmedToPadded",
        Map.of("32", Medians.ofRatios(figures.get("trimmed 32"), figures.get("padded 32"), 1)));
    result.put("ofPackedOneDnnRate", ofOneDnn);
    Map<String, Map<String, Double>> ofFloat32 = ofFloat32(figures);
    result.put("fastestToFloat32", fastest(ofFloat32));
    result.put("ofFloat32", ofFloat32);
    result.put("matmulGigaflops", Medians.of(best(figures, "matmul")) / 1e9);
    result.put("packedOneDnnGigaflops", Medians.of(best(figures, "oneDNN")) / 1e9);
    result.put("operationsPerListing", operations);
    result.put("threads", threads);
    result.put("rounds", figures);
    if (output.isJson()) {
      output.end(result);
    } else {
      result.remove("rounds");
      result.forEach((name, value) -> output.text().println(name + ": " + value));
    }
  }

  /** Rate of each reduced precision relative to float32: by precision, then by batch size. */
  private static Map<String, Map<String, Double>> ofFloat32(Map<String, List<Double>> figures) {
    Map<String, Map<String, Double>> ratios = new LinkedHashMap<>();
    for (Precision precision : precisions()) {
      if (precision != Precision.FLOAT32) {
        Map<String, Double> byBatch = new LinkedHashMap<>();
        for (int batch : BATCHES) {
          List<Double> reduced = figures.get(PredictorSpeed.name(precision, batch));
          List<Double> exact = figures.get(PredictorSpeed.name(Precision.FLOAT32, batch));
          byBatch.put(Integer.toString(batch), Medians.ofRatios(reduced, exact, 1));
        }
        ratios.put(precision.toString(), byBatch);
      }
    }
    return ratios;
  }

  /** The best ratio of each batch size, at least that of float32 to itself. */
  private static Map<String, Double> fastest(Map<String, Map<String, Double>> ratios) {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int batch : BATCHES) {
      String key = Integer.toString(batch);
      best.put(key, ratios.values().stream().mapToDouble(r -> r.get(key)).reduce(1, Math::max));
    }
    return best;
  }

  /** The best size of each round. */
  private static List<Double> best(Map<String, List<Double>> figures, String kind) {
    int rounds = figures.get(kind + " " + SquareProducts.SIZES.get(0)).size();
    return IntStream.range(0, rounds)
        .mapToObj(
            round ->
                SquareProducts.SIZES.stream()
                    .mapToDouble(size -> figures.get(kind + " " + size).get(round))
                    .max()
                    .orElseThrow())
        .toList();
  }
}
