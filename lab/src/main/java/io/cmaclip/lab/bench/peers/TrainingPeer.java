package io.cmaclip.lab.bench.peers;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.trainer.metrics.Medians;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import io.cmaclip.trainer.recipe.Stage;
import io.cmaclip.trainer.stages.EpochRecord;
import io.cmaclip.trainer.stages.TrainingSpeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures training of the shipped fashion model in turn with a bare step of PyTorch on the same
 * sizes: forward, backward, clipped gradients, AdamW. Once with the work of that step alone, and
 * once with the shipped recipe, whose augmentation, dropout, further losses and moving average the
 * peer leaves out. Batches are made and checkpoints written in both.
 */
final class TrainingPeer {
  private static final int LISTINGS = 512;
  private static final int TOKENS = 16;

  private final PeerScripts scripts;
  private final int threads;
  private final double seconds;

  TrainingPeer(PeerScripts scripts, int threads, double seconds) {
    this.scripts = scripts;
    this.threads = threads;
    this.seconds = seconds;
  }

  /**
   * Listings per second.
   *
   * @param ratio ours to PyTorch's with equal work
   * @param ratioWithRecipe the same with the shipped recipe
   */
  record Result(
      double ratio,
      double perSecond,
      double torchPerSecond,
      double ratioWithRecipe,
      double perSecondWithRecipe,
      int batch,
      int tokens) {}

  private record Rates(double ours, double theirs) {
    double ratio() {
      return ours / theirs;
    }
  }

  Result measure(int rounds, Consumer<String> log) throws IOException, InterruptedException {
    Recipe bare = new RecipeReader().read(scripts.bareStep().toString());
    Recipe shipped = new RecipeReader().read("fashion");
    Bundle bundle = Bundle.open(ProjectHome.resolve("bundles/fashion-products"));
    ExportedModel exported;
    try (SafetensorsFile weights = bundle.openWeights()) {
      exported = ExportedModel.write(scripts.folder(), bundle.manifest(), weights);
    }
    PyTorch.load();
    JniUtils.setNumThreads(threads);
    List<Integer> classes =
        bundle.manifest().tasks().stream().map(BundleTask::classes).map(List::size).toList();
    try (PeerProcess process = scripts.training(exported, threads)) {
      Rates equal = rates(bare, classes, rounds, process);
      log.accept(
          "training: %.1f listings per second, PyTorch %.1f"
              .formatted(equal.ours(), equal.theirs()));
      Rates whole = rates(shipped, classes, rounds, process);
      return new Result(
          equal.ratio(),
          equal.ours(),
          equal.theirs(),
          whole.ratio(),
          whole.ours(),
          last(bare).batch(),
          TOKENS);
    }
  }

  private Rates rates(Recipe recipe, List<Integer> classes, int rounds, PeerProcess process)
      throws IOException, InterruptedException {
    Stage stage = last(recipe);
    List<Double> torch = new ArrayList<>();
    Path checkpoints = Files.createTempDirectory(scripts.folder(), "training");
    List<EpochRecord> epochs =
        new TrainingSpeed(recipe, classes, LISTINGS, TOKENS)
            .run(
                List.of(stage),
                rounds,
                checkpoints,
                () -> torch.add(perSecond(process, stage.batch())))
            .get(stage.name());
    return new Rates(
        Medians.of(epochs.stream().map(EpochRecord::itemsPerSecond).toList()), Medians.of(torch));
  }

  private static Stage last(Recipe recipe) {
    return recipe.stages().stream()
        .filter(stage -> stage.epochs() > 0)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private double perSecond(PeerProcess process, int batch) {
    try {
      return process.perSecond(batch, TOKENS, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
