package io.cmaclip.trainer.prediction;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with the number of tokens as the label, and notices when two threads use it at once. */
class FakePredictor implements ListingPredictor {
  final AtomicInteger largestBatch = new AtomicInteger();
  final AtomicBoolean sharedByThreads = new AtomicBoolean();
  private final AtomicBoolean busy = new AtomicBoolean();

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    if (!busy.compareAndSet(false, true)) {
      sharedByThreads.set(true);
    }
    largestBatch.accumulateAndGet(batch.size(), Math::max);
    List<Prediction> predictions = new ArrayList<>();
    for (PreparedListing listing : batch) {
      String label = listing.hasText() ? "tokens-" + listing.tokens().length : "no-tokens";
      predictions.add(
          new Prediction(
              ModalityState.of(listing.hasImage(), listing.hasText()),
              List.of(
                  new TaskPrediction("colour", label, 0.75, false, 0, 1, List.of(), null, null)),
              NoiseScores.NONE));
    }
    busy.set(false);
    return predictions;
  }

  @Override
  public void selfTest() {}

  @Override
  public ModelIdentity model() {
    return new ModelIdentity("fake", "1", "0");
  }

  @Override
  public void close() {}
}
