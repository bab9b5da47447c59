package io.cmaclip.lab.bench.model;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.Weights;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A model of the paper's sizes with random weights and the tasks of its MRWPA data. */
public final class PaperModel {
  private PaperModel() {}

  public static BundleManifest manifest() {
    List<BundleTask> tasks = List.of(task("color", 17), task("pattern", 12), task("style", 21));
    return new BundleManifest(
        "paper-random",
        "0",
        Architecture.preset("paper"),
        tasks,
        null,
        null,
        null,
        Instant.EPOCH,
        null);
  }

  /** The weights of {@link #manifest}; the same at each call. */
  public static Weights weights() {
    BundleManifest manifest = manifest();
    return new Initialisation(manifest.architecture().weights(manifest.taskShapes()), 1);
  }

  private static BundleTask task(String name, int classes) {
    return new BundleTask(
        name, IntStream.range(0, classes).mapToObj(i -> name + " " + i).toList(), null);
  }
}
