package io.cmaclip.lab.bench.calibration;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the model says about labelled listings, before any temperature.
 *
 * @param listings one entry per listing that the model can classify
 */
record ScoredListings(List<Scored> listings) {
  /**
   * A listing.
   *
   * @param logits by task
   * @param truths class numbers by task; -1 without a label
   */
  record Scored(ModalityState state, float[][] logits, int[] truths) {}

  /**
   * Classifies listings.
   *
   * @param brightness factor of all pixels, 0 to 1
   */
  static ScoredListings of(
      List<CmaClipPredictor> predictors, ListingSource source, double brightness)
      throws InterruptedException {
    List<BundleTask> tasks = predictors.get(0).manifest().tasks();
    return new ScoredListings(
        new BulkPrediction<>(predictors)
            .mapBatches(
                "classify",
                source.size(),
                (predictor, batch) -> score(predictor, tasks, source, batch, brightness)));
  }

  private static List<Scored> score(
      CmaClipPredictor predictor,
      List<BundleTask> tasks,
      ListingSource source,
      List<Integer> batch,
      double brightness) {
    List<Integer> numbers = new ArrayList<>();
    List<PreparedListing> prepared = new ArrayList<>();
    for (int i : batch) {
      PreparedListing listing = source.prepare(i);
      if (listing != null) {
        numbers.add(i);
        prepared.add(darkened(listing, brightness));
      }
    }
    float[][] rows = prepared.isEmpty() ? new float[0][] : predictor.logits(prepared);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      float[][] logits = new float[tasks.size()][];
      int[] truths = new int[tasks.size()];
      int first = 0;
      for (int task = 0; task < logits.length; task++) {
        List<String> classes = tasks.get(task).classes();
        logits[task] = Arrays.copyOfRange(rows[i], first, first + classes.size());
        truths[task] =
            classes.indexOf(source.fields(numbers.get(i)).getOrDefault(tasks.get(task).name(), ""));
        first += classes.size();
      }
      PreparedListing listing = prepared.get(i);
      scored.add(
          new Scored(ModalityState.of(listing.hasImage(), listing.hasText()), logits, truths));
    }
    return scored;
  }

  private static PreparedListing darkened(PreparedListing listing, double brightness) {
    if (!listing.hasImage() || brightness == 1) {
      return listing;
    }
    byte[] pixels = listing.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round((pixels[i] & 0xff) * brightness);
    }
    return new PreparedListing(pixels, listing.tokens());
  }
}
