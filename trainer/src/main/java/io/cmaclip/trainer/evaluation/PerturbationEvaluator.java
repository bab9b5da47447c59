package io.cmaclip.trainer.evaluation;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.ZeroShotPredictor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Classifies every listing of a source with a bundle, as given and under every perturbation: about
 * thirteen forms of each. Each worker has two predictors, one of them at temperature 1; predictors
 * of the same kind share their weights.
 */
final class PerturbationEvaluator implements AutoCloseable {
  private static final int GROUP = 64;
  private static final long SEED = 5;

  private final BundleManifest manifest;
  private final List<Pair> pairs = new ArrayList<>();

  private record Pair(ListingPredictor calibrated, ListingPredictor unscaled) {}

  private PerturbationEvaluator(
      BundleManifest manifest,
      List<? extends ListingPredictor> calibrated,
      List<? extends ListingPredictor> unscaled) {
    this.manifest = manifest;
    for (int i = 0; i < calibrated.size(); i++) {
      pairs.add(new Pair(calibrated.get(i), unscaled.get(i)));
    }
  }

  /**
   * Loads a bundle.
   *
   * @param prompts for zero-shot answers (see {@link ZeroShotPredictor}); empty = the heads answer
   * @param workers number of worker threads, at least 1
   */
  static PerturbationEvaluator of(
      Bundle bundle, List<String> prompts, PredictorSettings settings, int workers) {
    BundleManifest manifest = bundle.manifest();
    if (!prompts.isEmpty()) {
      List<ZeroShotPredictor> zeroShot = ZeroShotPredictor.load(bundle, prompts, settings, workers);
      return new PerturbationEvaluator(manifest.unscaled(), zeroShot, zeroShot);
    }
    List<CmaClipPredictor> calibrated = CmaClipPredictor.load(bundle, settings, workers);
    // With auto, both predictors of a pair must have the same number format.
    PredictorSettings same = settings.withPrecision(calibrated.get(0).precision());
    try (SafetensorsFile weights = bundle.openWeights()) {
      return new PerturbationEvaluator(
          calibrated.get(0).manifest(),
          calibrated,
          CmaClipPredictor.load(manifest.unscaled(), weights, same, workers));
    } catch (IOException e) {
      calibrated.forEach(CmaClipPredictor::close);
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  /** One observation per listing, in file order. */
  List<Observation> observe(ListingSource source, String what) throws InterruptedException {
    Observation[] observations = new Observation[source.size()];
    int[] order = shuffled(source.size());
    List<int[]> groups = new ArrayList<>();
    for (int from = 0; from < order.length; from += GROUP) {
      groups.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + GROUP)));
    }
    try (ProgressBar bar = ProgressBar.start(what, "listings", source.size())) {
      List<List<Observation>> observed =
          new BulkPrediction<>(pairs)
              .map(
                  groups,
                  (pair, group) -> {
                    List<Observation> ofGroup =
                        batch(source).observe(group, pair.calibrated(), pair.unscaled());
                    bar.step(group.length);
                    return ofGroup;
                  });
      for (int g = 0; g < groups.size(); g++) {
        for (int i = 0; i < groups.get(g).length; i++) {
          observations[groups.get(g)[i]] = observed.get(g).get(i);
        }
      }
    }
    return List.of(observations);
  }

  /** Neighbours in the file are often alike, so swaps need another order. */
  private static int[] shuffled(int size) {
    int[] order = IntStream.range(0, size).toArray();
    SplittableRandom random = Chance.of(SEED);
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order;
  }

  private PerturbationBatch batch(ListingSource source) {
    ImageEncoder image = manifest.architecture().image();
    return new PerturbationBatch(
        source,
        manifest.tasks().stream().map(BundleTask::name).toList(),
        new Corruptor(image.height(), image.width()),
        ReviewPolicy.of(manifest, ReviewSettings.OF_BUNDLE));
  }

  @Override
  public void close() {
    for (Pair pair : pairs) {
      pair.calibrated().close();
      pair.unscaled().close();
    }
  }
}
