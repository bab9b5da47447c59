package io.cmaclip.lab.catalogue;

import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/**
 * Predicts values that a database refuses: U+0000 and an unpaired surrogate in a label, NaN and
 * infinity.
 *
 * @param tasks names of its tasks
 */
record OddPredictor(List<String> tasks) implements ListingPredictor {
  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    return batch.stream()
        .map(
            listing ->
                new Prediction(
                    ModalityState.of(listing.hasImage(), listing.hasText()),
                    tasks.stream().map(OddPredictor::answer).toList(),
                    new NoiseScores(Double.NaN, Double.POSITIVE_INFINITY, 0.5)))
        .toList();
  }

  private static TaskPrediction answer(String task) {
    return new TaskPrediction(
        task, "r\u0000d\uD83D", Double.NaN, true, Double.NaN, 0.25, List.of(), null, null);
  }

  @Override
  public void selfTest() {
    // Always healthy.
  }

  @Override
  public ModelIdentity model() {
    return FakePredictor.MODEL;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
