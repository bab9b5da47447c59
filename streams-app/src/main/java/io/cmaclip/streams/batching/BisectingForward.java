package io.cmaclip.streams.batching;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.Prediction;
import io.cmaclip.model.predictor.PreparedListing;
import io.cmaclip.streams.suspects.RunGuard;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards a batch; when that fails, halves it until the guilty listing stands alone, which takes
 * at most 2 log2 n + 1 forwards for each guilty one. Before a listing is condemned the predictor
 * has to pass its self-test. Owned by one predictor thread.
 */
final class BisectingForward {
  private static final Logger LOG = LoggerFactory.getLogger(BisectingForward.class);

  private final ListingPredictor predictor;
  private final RunGuard guard;
  private final ForwardStatistics statistics;

  BisectingForward(ListingPredictor predictor, RunGuard guard, ForwardStatistics statistics) {
    this.predictor = predictor;
    this.guard = guard;
    this.statistics = statistics;
  }

  /**
   * Answers or condemns every entry of the batch.
   *
   * @throws PredictorIllException when the self-test fails; entries not answered until then are not
   *     finished and have to be tried again
   */
  void classify(List<BatchEntry> batch) throws PredictorIllException {
    List<BatchEntry> wanted = wanted(batch);
    if (wanted.isEmpty()) {
      return;
    }
    try {
      forward(wanted);
    } catch (RuntimeException failure) {
      if (wanted.size() == 1) {
        condemn(wanted.get(0));
        return;
      }
      LOG.debug("a batch of {} listings failed and is halved", wanted.size(), failure);
      int half = wanted.size() / 2;
      classify(wanted.subList(0, half));
      classify(wanted.subList(half, wanted.size()));
    }
  }

  private void condemn(BatchEntry entry) throws PredictorIllException {
    try {
      predictor.selfTest();
    } catch (RuntimeException ill) {
      throw new PredictorIllException(ill);
    }
    try {
      forward(List.of(entry));
    } catch (RuntimeException again) {
      entry.condemned(again);
    }
  }

  private void forward(List<BatchEntry> entries) {
    List<PreparedListing> prepared = new ArrayList<>(entries.size());
    List<BatchEntry> answered = new ArrayList<>(entries.size());
    for (BatchEntry entry : entries) {
      PreparedListing listing = entry.prepared();
      if (listing != null) {
        prepared.add(listing);
        answered.add(entry);
      }
    }
    if (prepared.isEmpty()) {
      return;
    }
    List<Prediction> predictions =
        guard.run(
            answered.stream().map(BatchEntry::watched).toList(),
            () -> {
              long start = System.nanoTime();
              List<Prediction> made = predictor.predict(prepared);
              statistics.forwarded(prepared.size(), System.nanoTime() - start);
              return made;
            });
    if (predictions.size() != prepared.size()) {
      throw new IllegalStateException(
          "the predictor gave "
              + predictions.size()
              + " predictions for "
              + prepared.size()
              + " listings");
    }
    for (int i = 0; i < answered.size(); i++) {
      answered.get(i).predicted(predictions.get(i), predictor.model());
    }
  }

  private static List<BatchEntry> wanted(List<BatchEntry> batch) {
    List<BatchEntry> wanted = new ArrayList<>(batch.size());
    for (BatchEntry entry : batch) {
      if (!entry.isDiscarded() && !entry.isFinished()) {
        wanted.add(entry);
      }
    }
    return wanted;
  }
}
