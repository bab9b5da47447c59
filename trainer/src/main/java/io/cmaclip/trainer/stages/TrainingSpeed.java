package io.cmaclip.trainer.stages;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.trainer.batches.Corruption;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Benchmark of training on random listings: stages of a recipe, also with frozen encoders, with
 * batches, steps and checkpoints as in a real run.
 */
public final class TrainingSpeed {
  /** The stage whose frozen encoders run once per listing. */
  public static final String ENCODED_ONCE = "encoded once";

  /** The stage whose frozen encoders run at each step. */
  public static final String ENCODED_EACH_TIME = "encoded each time";

  private static final int VALIDATION = 16;

  private final Recipe recipe;
  private final List<TaskClasses> tasks;
  private final int listings;
  private final int tokens;

  /**
   * Prepares the benchmark.
   *
   * @param classes number of classes of each task
   * @param listings per epoch
   * @param tokens of every title, start and end included
   */
  public TrainingSpeed(Recipe recipe, List<Integer> classes, int listings, int tokens) {
    this.recipe = recipe;
    this.tasks =
        IntStream.range(0, classes.size())
            .mapToObj(
                task ->
                    new TaskClasses(
                        "task " + task,
                        IntStream.range(0, classes.get(task)).mapToObj(c -> "class " + c).toList()))
            .toList();
    this.listings = listings;
    this.tokens = tokens;
  }

  /**
   * The stages of a recipe, then two with its last stage's settings and frozen encoders: {@link
   * #ENCODED_EACH_TIME} and {@link #ENCODED_ONCE}.
   */
  public static List<Stage> withFrozenEncoders(Recipe recipe) {
    List<Stage> stages =
        new ArrayList<>(recipe.stages().stream().filter(stage -> stage.epochs() > 0).toList());
    Stage last = stages.get(stages.size() - 1);
    double rate = last.learningRate(ParameterGroup.HEADS);
    Map<ParameterGroup, Double> frozen =
        Map.of(ParameterGroup.SEQUENCE, rate, ParameterGroup.HEADS, rate);
    stages.add(frozen(last, ENCODED_EACH_TIME, frozen, true));
    stages.add(frozen(last, ENCODED_ONCE, frozen, false));
    return stages;
  }

  private static Stage frozen(
      Stage like, String name, Map<ParameterGroup, Double> rates, boolean varied) {
    return new Stage(
        name,
        Objective.CLASSIFICATION,
        like.epochs(),
        like.batch(),
        rates,
        like.warmUp(),
        like.lastRate(),
        varied);
  }

  /**
   * Runs every stage for {@code rounds} epochs after one warm-up epoch.
   *
   * @param stages their own epochs do not count
   * @param folder for checkpoints and cache
   * @param betweenEpochs other measurements, called after each epoch
   * @return epochs by stage name, without warm-up epochs
   */
  public Map<String, List<EpochRecord>> run(
      List<Stage> stages, int rounds, Path folder, Runnable betweenEpochs)
      throws IOException, InterruptedException {
    Architecture architecture = recipe.architecture();
    TrainingData data =
        new TrainingData(
            tasks,
            listings(architecture, listings, 1),
            listings(architecture, VALIDATION, 2),
            token -> token % 2 == 0,
            new Noise());
    List<Stage> measured = stages.stream().map(stage -> withEpochs(stage, rounds + 1)).toList();
    TrainingPlan plan =
        new TrainingPlan(recipe.with(measured), architecture, data, Start.RANDOM, 1);
    Checkpoints checkpoints =
        new Checkpoints(folder.resolve("checkpoints"), Integer.MAX_VALUE, betweenEpochs);
    try (Training training = new Training(plan, checkpoints, CacheLimits.ofThisMachine(folder))) {
      List<EpochRecord> history = training.run(false);
      checkpoints.delete();
      return history.stream()
          .filter(epoch -> epoch.epoch() > 1)
          .collect(Collectors.groupingBy(EpochRecord::stage));
    }
  }

  private static Stage withEpochs(Stage stage, int epochs) {
    return new Stage(
        stage.name(),
        stage.objective(),
        epochs,
        stage.batch(),
        stage.learningRates(),
        stage.warmUp(),
        stage.lastRate(),
        stage.varied());
  }

  private ListingSet listings(Architecture architecture, int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RawListing> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[architecture.image().pixelBytes()];
      random.nextBytes(pixels);
      Map<String, String> fields = new HashMap<>();
      for (TaskClasses task : tasks) {
        fields.put(task.name(), task.classes().get(random.nextInt(task.classes().size())));
      }
      made.add(new RawListing("title " + i, pixels, "image " + i, fields));
    }
    return new ListingSet(made, tasks, title -> title(new SplittableRandom(title.hashCode())));
  }

  private int[] title(SplittableRandom random) {
    return random.ints(tokens, 0, recipe.architecture().text().vocabulary()).toArray();
  }

  /** Replaces content with random content. */
  private final class Noise implements Corruption {
    @Override
    public byte[] image(byte[] pixels, SplittableRandom random) {
      byte[] drawn = new byte[pixels.length];
      random.nextBytes(drawn);
      return drawn;
    }

    @Override
    public int[] title(String title, SplittableRandom random) {
      return TrainingSpeed.this.title(random);
    }
  }
}
