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
 * Puts every listing of a source to a bundle, as it is and in all its altered forms: about thirteen
 * forwards a listing. Each worker has two predictors, one of them at temperature 1, which share
 * their weights with the others of their kind.
 */
final class Examination implements AutoCloseable {
  private static final int GROUP = 64;
  private static final long SEED = 5;

  private final BundleManifest manifest;
  private final List<Pair> all = new ArrayList<>();
  private final BulkPrediction<Pair> bulk;

  private record Pair(ListingPredictor calibrated, ListingPredictor unscaled) {}

  private Examination(
      BundleManifest manifest,
      List<? extends ListingPredictor> calibrated,
      List<? extends ListingPredictor> unscaled) {
    this.manifest = manifest;
    for (int i = 0; i < calibrated.size(); i++) {
      all.add(new Pair(calibrated.get(i), unscaled.get(i)));
    }
    bulk = new BulkPrediction<>(all);
  }

  /**
   * Loads a bundle.
   *
   * @param prompts answers are by these (see {@link ZeroShotPredictor}); empty = by the heads
   * @param workers predictors side by side, at least 1
   */
  static Examination of(
      Bundle bundle, List<String> prompts, PredictorSettings settings, int workers) {
    BundleManifest manifest = bundle.manifest();
    if (!prompts.isEmpty()) {
      List<ZeroShotPredictor> zeroShot = ZeroShotPredictor.load(bundle, prompts, settings, workers);
      return new Examination(manifest.unscaled(), zeroShot, zeroShot);
    }
    List<CmaClipPredictor> calibrated = CmaClipPredictor.load(bundle, settings, workers);
    try (SafetensorsFile weights = bundle.openWeights()) {
      return new Examination(
          manifest,
          calibrated,
          CmaClipPredictor.load(manifest.unscaled(), weights, settings, workers));
    } catch (IOException e) {
      calibrated.forEach(CmaClipPredictor::close);
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  /** One observation per listing, in file order. */
  List<Observation> observe(ListingSource source, String what) throws InterruptedException {
    Observation[] observations = new Observation[source.size()];
    List<int[]> groups = new ArrayList<>();
    int[] order = order(source.size());
    for (int from = 0; from < order.length; from += GROUP) {
      groups.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + GROUP)));
    }
    try (ProgressBar bar = ProgressBar.start(what, "listings", source.size())) {
      List<List<Observation>> seen =
          bulk.map(
              groups,
              (pair, group) -> {
                List<Observation> ofGroup = ask(source, group, pair);
                bar.step(group.length);
                return ofGroup;
              });
      for (int g = 0; g < groups.size(); g++) {
        for (int i = 0; i < groups.get(g).length; i++) {
          observations[groups.get(g)[i]] = seen.get(g).get(i);
        }
      }
    }
    return List.of(observations);
  }

  /** Shuffled, so that partners in a swap are not neighbours of the file, which are often alike. */
  private static int[] order(int size) {
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

  private List<Observation> ask(ListingSource source, int[] group, Pair pair) {
    ImageEncoder image = manifest.architecture().image();
    Interview interview =
        new Interview(
            source,
            manifest.tasks().stream().map(BundleTask::name).toList(),
            new Spoiling(image.height(), image.width()),
            ReviewPolicy.of(manifest, ReviewSettings.OF_BUNDLE));
    return interview.ask(group, pair.calibrated(), pair.unscaled());
  }

  @Override
  public void close() {
    all.forEach(
        pair -> {
          pair.calibrated().close();
          pair.unscaled().close();
        });
  }
}
