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
 * Benchmark of training on random listings: a recipe's stages, then two stages with frozen
 * encoders, with batches, steps and checkpoints as in a real run.
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
   * Runs every stage for {@code rounds} epochs after one warm-up epoch.
   *
   * @param folder for checkpoints and cache
   * @param betweenEpochs other measurements, called after each epoch
   * @return epochs by stage name, without warm-up epochs
   */
  public Map<String, List<EpochRecord>> run(int rounds, Path folder, Runnable betweenEpochs)
      throws IOException, InterruptedException {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : recipe.stages()) {
      if (stage.epochs() > 0) {
        stages.add(stage(stage, stage.name(), rounds, stage.learningRates(), stage.varied()));
      }
    }
    Stage last = stages.get(stages.size() - 1);
    double rate = last.learningRate(ParameterGroup.HEADS);
    Map<ParameterGroup, Double> frozen =
        Map.of(ParameterGroup.SEQUENCE, rate, ParameterGroup.HEADS, rate);
    stages.add(stage(last, ENCODED_EACH_TIME, rounds, frozen, true));
    stages.add(stage(last, ENCODED_ONCE, rounds, frozen, false));
    Architecture architecture = recipe.architecture();
    TrainingData data =
        new TrainingData(
            tasks,
            listings(architecture, listings, 1),
            listings(architecture, VALIDATION, 2),
            token -> token % 2 == 0,
            new Noise());
    TrainingPlan plan = new TrainingPlan(recipe.with(stages), architecture, data, Start.RANDOM, 1);
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

  private static Stage stage(
      Stage like, String name, int rounds, Map<ParameterGroup, Double> rates, boolean augmented) {
    return new Stage(
        name,
        name.equals(like.name()) ? like.objective() : Objective.CLASSIFICATION,
        rounds + 1,
        like.batch(),
        rates,
        like.warmUp(),
        like.lastRate(),
        augmented);
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
