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
 * Measures training of the shipped fashion model with this project's trainer, batches, augmentation
 * and moving average included, in turn with a bare step of PyTorch on the same sizes.
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
   * @param ratio ours to PyTorch's
   */
  record Result(double ratio, double perSecond, double torchPerSecond, int batch, int tokens) {}

  Result measure(int rounds, Consumer<String> log) throws IOException, InterruptedException {
    Recipe recipe = new RecipeReader().read("fashion");
    Stage last =
        recipe.stages().stream().filter(stage -> stage.epochs() > 0).reduce((a, b) -> b).get();
    Bundle bundle = Bundle.open(ProjectHome.resolve("bundles/fashion-products"));
    ExportedModel exported;
    try (SafetensorsFile weights = bundle.openWeights()) {
      exported = ExportedModel.write(scripts.folder(), bundle.manifest(), weights);
    }
    PyTorch.load();
    JniUtils.setNumThreads(threads);
    List<Double> torch = new ArrayList<>();
    Path checkpoints = Files.createDirectory(scripts.folder().resolve("training"));
    try (PeerProcess process = scripts.training(exported, threads)) {
      List<Integer> classes =
          bundle.manifest().tasks().stream().map(BundleTask::classes).map(List::size).toList();
      List<EpochRecord> epochs =
          new TrainingSpeed(recipe, classes, LISTINGS, TOKENS)
              .run(rounds, checkpoints, () -> torch.add(perSecond(process, last.batch())))
              .get(last.name());
      double ours = Medians.of(epochs.stream().map(EpochRecord::itemsPerSecond).toList());
      double theirs = Medians.of(torch);
      log.accept("training: %.1f listings per second, PyTorch %.1f".formatted(ours, theirs));
      return new Result(ours / theirs, ours, theirs, last.batch(), TOKENS);
    }
  }

  private double perSecond(PeerProcess process, int batch) {
    try {
      return process.perSecond(batch, TOKENS, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
