package io.cmaclip.streams.batching;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.suspects.RunGuard;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards a batch; when that fails, halves it until the guilty listing stands alone. A listing
 * that fails every forward it is in costs at most 2 log2 n + 1 forwards beyond the first of its
 * batch of n, the two that it gets alone among them. Before a listing is condemned the predictor
 * has to pass its self-test, once for each, which is not counted. Owned by one predictor thread.
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
    if (!wanted.isEmpty()) {
      allAnswered(wanted);
    }
  }

  /** Returns whether one forward was enough. */
  private boolean allAnswered(List<BatchEntry> entries) throws PredictorIllException {
    try {
      forward(entries);
      return true;
    } catch (RuntimeException failure) {
      if (entries.size() == 1) {
        condemn(entries.get(0));
      } else {
        LOG.debug("a batch of {} listings failed and is halved", entries.size(), failure);
        halve(entries);
      }
      return false;
    }
  }

  /** When the first half is innocent the second is guilty, and need not be tried as a whole. */
  private void halve(List<BatchEntry> guilty) throws PredictorIllException {
    int half = guilty.size() / 2;
    List<BatchEntry> first = wanted(guilty.subList(0, half));
    List<BatchEntry> second = guilty.subList(half, guilty.size());
    boolean innocent = first.isEmpty() || allAnswered(first);
    List<BatchEntry> rest = wanted(second);
    if (innocent && rest.size() > 1) {
      halve(rest);
    } else if (!rest.isEmpty()) {
      allAnswered(rest);
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
