package io.cmaclip.lab.bench.model;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.trainer.metrics.Medians;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import io.cmaclip.trainer.recipe.Stage;
import io.cmaclip.trainer.stages.EpochRecord;
import io.cmaclip.trainer.stages.TrainingSpeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench train}. */
@Command(
    name = "train",
    description = {
      "Measures training on this machine against its matrix products.",
      "",
      "Random listings go through the stages of a recipe, with batches, steps and checkpoints as in",
      "any run. itemsPerSecond is that of the last stage that trains the encoders. ofMatmulRate is",
      "the rate of its matrix products and convolutions (2 operations per multiply-add; backward",
      "counted as twice forward) divided by the best rate of square float32 products of 1024, 2048",
      "and 4096 on the same threads, measured after each epoch; the median over the rounds. frozen",
      "tells what it brings to encode each listing once while the encoders are frozen."
    })
public final class BenchTrainCommand implements Callable<Integer> {
  /** Tasks of the fashion products. */
  private static final List<Integer> CLASSES = List.of(138, 46, 5, 4, 7);

  /** Forward once, backward about twice that: gradients of inputs and of weights. */
  private static final int PASSES = 3;

  @Option(
      names = "--config",
      paramLabel = "FILE|PRESET",
      description = "Recipe to measure. Default: ${DEFAULT-VALUE}.")
  private String config = "fashion";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one operation. Default: one per core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--listings",
      paramLabel = "N",
      description = "Listings per epoch. Default: ${DEFAULT-VALUE}.")
  private int listings = 1024;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens of every title. Default: ${DEFAULT-VALUE}.")
  private int tokens = 16;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measured epochs of each stage. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recipe recipe = new RecipeReader().read(config);
    int context = recipe.architecture().text().context();
    if (threads < 1 || rounds < 1 || listings < 2 || tokens < 3 || tokens > context) {
      throw new UsageException(
          "threads and rounds must be at least 1, listings at least 2, tokens 3 to " + context);
    }
    PyTorch.load();
    JniUtils.setNumThreads(threads);
    List<SquareProducts> products = new ArrayList<>();
    Path folder = Files.createTempDirectory("bench-train-");
    try {
      for (int size : SquareProducts.SIZES) {
        products.add(new SquareProducts(size));
      }
      List<Double> matmul = new ArrayList<>();
      Map<String, List<EpochRecord>> epochs =
          new TrainingSpeed(recipe, CLASSES, listings, tokens)
              .run(
                  TrainingSpeed.withFrozenEncoders(recipe),
                  rounds,
                  folder,
                  () -> matmul.add(best(products)));
      report(recipe, epochs, matmul);
    } finally {
      products.forEach(SquareProducts::close);
      Files.deleteIfExists(folder);
    }
    return 0;
  }

  private static double best(List<SquareProducts> products) {
    return products.stream()
        .mapToDouble(
            product -> {
              product.matmul();
              long begin = System.nanoTime();
              product.matmul();
              return product.operations() * 1e9 / (System.nanoTime() - begin);
            })
        .max()
        .orElseThrow();
  }

  private void report(Recipe recipe, Map<String, List<EpochRecord>> epochs, List<Double> matmul) {
    String last = last(recipe);
    double operations =
        (double) PASSES * new ModelOperations(recipe.architecture()).perListing(tokens);
    Map<String, Double> perStage = new LinkedHashMap<>();
    recipe.stages().stream()
        .map(Stage::name)
        .filter(epochs::containsKey)
        .forEach(
            stage -> perStage.put(stage, median(epochs.get(stage), EpochRecord::itemsPerSecond)));
    double once = median(epochs.get(TrainingSpeed.ENCODED_ONCE), EpochRecord::itemsPerSecond);
    double each = median(epochs.get(TrainingSpeed.ENCODED_EACH_TIME), EpochRecord::itemsPerSecond);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("itemsPerSecond", perStage.get(last));
    result.put("ofMatmulRate", perStage.get(last) * operations / Medians.of(matmul));
    result.put("stages", perStage);
    result.put(
        "frozen", Map.of("encodedOnce", once, "encodedEachTime", each, "speedUp", once / each));
    result.put("waitedShare", median(epochs.get(last), EpochRecord::waitedShare));
    result.put("matmulGigaflops", Medians.of(matmul) / 1e9);
    result.put("operationsPerListing", operations);
    result.put("threads", threads);
    result.put("tokens", tokens);
    result.put("rounds", epochs.get(last).stream().map(EpochRecord::itemsPerSecond).toList());
    result.put("matmulRounds", matmul);
    if (output.isJson()) {
      output.end(result);
    } else {
      PrintWriter out = output.text();
      result.forEach((name, value) -> out.println(name + ": " + value));
      out.flush();
    }
  }

  /** The last stage that trains the encoders; their frozen stages do not count. */
  private static String last(Recipe recipe) {
    return recipe.stages().stream()
        .filter(stage -> stage.epochs() > 0 && stage.learningRate(ParameterGroup.CLIP) > 0)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new UserException("no stage of the recipe trains the encoders"))
        .name();
  }

  private static double median(List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> figure) {
    return Medians.of(epochs.stream().map(figure::applyAsDouble).toList());
  }
}
