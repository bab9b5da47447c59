package io.cmaclip.trainer.stages;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.SequenceAttention;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.trainer.batches.Corruption;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.DamageSettings;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.NoiseSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A model small enough to train in a second, and listings it can learn: the image's colour shows
 * the task {@code colour}, a word of the title the task {@code kind}.
 */
final class TinyRun {
  static final int SIDE = 16;
  static final int VOCABULARY = 12;
  static final List<TaskClasses> TASKS =
      List.of(
          new TaskClasses("colour", List.of("blue", "green", "red")),
          new TaskClasses("kind", List.of("dress", "shoe")));
  static final Architecture ARCHITECTURE = architecture(Fusion.CMA);

  static final Corruption CORRUPTION =
      new Corruption() {
        @Override
        public byte[] image(byte[] pixels, SplittableRandom random) {
          return new byte[pixels.length];
        }

        @Override
        public int[] title(String title, SplittableRandom random) {
          return tokens("10");
        }
      };

  private TinyRun() {}

  static Architecture architecture(Fusion fusion) {
    return architecture(Stem.CONV, fusion);
  }

  static Architecture architecture(Stem stem, Fusion fusion) {
    return new Architecture(
        new ImageEncoder(
            SIDE,
            SIDE,
            Fit.STRETCH,
            SIDE,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25),
            stem,
            Math.max(8, stem.stride()),
            16,
            1,
            2,
            64,
            Activation.QUICK_GELU,
            1e-5),
        new TextEncoder(VOCABULARY, 6, 16, 1, 2, 64, Activation.QUICK_GELU, 1e-5),
        16,
        new SequenceAttention(1, 2),
        16,
        true,
        fusion);
  }

  /**
   * On one thread, which is faster for small products, and as training does without TorchScript's
   * optimiser: that one draws for a dropout of 0 too, from the second call on.
   */
  static void useOneThread() {
    PyTorch.load();
    JniUtils.setNumThreads(1);
    JniUtils.setGraphExecutorOptimize(false);
  }

  static Training training(Recipe recipe, TrainingData data, Path checkpoints, int every) {
    return training(plan(recipe, data), new Checkpoints(checkpoints, every, () -> {}), checkpoints);
  }

  static TrainingPlan plan(Recipe recipe, TrainingData data) {
    return new TrainingPlan(recipe, ARCHITECTURE, data, Start.RANDOM, 7);
  }

  /** With the machine's default cache limits. */
  static Training training(TrainingPlan plan, Checkpoints checkpoints, Path folder) {
    return new Training(
        plan, checkpoints, CacheLimits.ofThisMachine(folder.toAbsolutePath().getParent()));
  }

  static Recipe recipe(Stage... stages) {
    return recipe(new LossSettings(0.05, 0.3, 0.2, ClassBalance.NONE, 0.3, 0.1, 0, null), stages);
  }

  static Recipe recipe(LossSettings losses, Stage... stages) {
    return new Recipe(
        "tiny",
        ARCHITECTURE,
        List.of(),
        List.of(stages),
        new OptimizerSettings(0.05, 0.9, 0.98, 1e-8, 1, 0.9),
        losses,
        new DropoutSettings(0.1, 0.1),
        new AugmentationSettings(0.1, 0.1, 0.05, 0.1, 0.5, 0.1, 0.05, 0.0),
        NoiseSettings.DEFAULT,
        DamageSettings.NONE,
        0.9);
  }

  static Stage contrastive(int epochs) {
    return new Stage(
        "contrastive",
        Objective.CONTRASTIVE,
        epochs,
        16,
        Map.of(ParameterGroup.CLIP, 2e-3),
        0.1,
        0.1,
        true);
  }

  /** Frozen encoders that encode each listing once. */
  static Stage encodedOnce(int epochs) {
    return new Stage(
        "encoded-once",
        Objective.CLASSIFICATION,
        epochs,
        16,
        Map.of(ParameterGroup.SEQUENCE, 4e-3, ParameterGroup.HEADS, 4e-3),
        0,
        0.1,
        false);
  }

  /** Frozen encoders. */
  static Stage warmUp(int epochs) {
    return new Stage(
        "warm-up",
        Objective.CLASSIFICATION,
        epochs,
        16,
        Map.of(ParameterGroup.SEQUENCE, 4e-3, ParameterGroup.HEADS, 4e-3),
        0.1,
        0.1,
        true);
  }

  static Stage endToEnd(int epochs) {
    return new Stage(
        "end-to-end",
        Objective.CLASSIFICATION,
        epochs,
        16,
        Map.of(
            ParameterGroup.CLIP, 4e-3, ParameterGroup.SEQUENCE, 4e-3, ParameterGroup.HEADS, 4e-3),
        0.1,
        0.1,
        true);
  }

  static Stage headsOnly(int epochs) {
    return new Stage(
        "heads",
        Objective.CLASSIFICATION,
        epochs,
        16,
        Map.of(ParameterGroup.HEADS, 4e-3),
        0,
        0.1,
        true);
  }

  static TrainingData data() {
    return new TrainingData(
        TASKS, listings(96, 1), listings(48, 2), token -> token % 2 == 0, CORRUPTION);
  }

  static ListingSet listings(int count, long seed) {
    Random random = new Random(seed);
    List<RawListing> listings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int colour = random.nextInt(3);
      int kind = random.nextInt(2);
      Map<String, String> fields =
          switch (i % 8) {
            case 5 -> Map.of("colour", TASKS.get(0).classes().get(colour));
            case 6 -> Map.of();
            default ->
                Map.of(
                    "colour",
                    TASKS.get(0).classes().get(colour),
                    "kind",
                    TASKS.get(1).classes().get(kind));
          };
      listings.add(
          new RawListing(
              i % 11 == 3 ? "" : (kind == 0 ? "4" : "6") + " " + (5 + random.nextInt(5)),
              i % 13 == 4 ? null : image(colour, random),
              "image " + i,
              fields));
    }
    return new ListingSet(listings, TASKS, TinyRun::tokens);
  }

  static int[] tokens(String title) {
    String[] words = title.split(" ");
    int[] tokens = new int[words.length + 2];
    tokens[0] = 0;
    for (int i = 0; i < words.length; i++) {
      tokens[i + 1] = Integer.parseInt(words[i]);
    }
    tokens[words.length + 1] = VOCABULARY - 1;
    return tokens;
  }

  private static byte[] image(int colour, Random random) {
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int level = i / (SIDE * SIDE) == (2 - colour) ? 190 : 60;
      pixels[i] = (byte) (level + random.nextInt(40));
    }
    return pixels;
  }
}
