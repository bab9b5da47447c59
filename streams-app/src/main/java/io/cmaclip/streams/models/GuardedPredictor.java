package io.cmaclip.streams.models;

import io.cmaclip.batching.BatchFunction;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.quarantine.RunGuard;
import java.util.List;

/** Adapts a predictor to a batch function whose calls run in the {@link RunGuard}. */
public final class GuardedPredictor implements BatchFunction<InferenceItem, Inference> {
  private final ListingPredictor predictor;
  private final RunGuard guard;
  private final InferenceObserver observer;

  /**
   * @param predictor closed by this
   */
  public GuardedPredictor(ListingPredictor predictor, RunGuard guard, InferenceObserver observer) {
    this.predictor = predictor;
    this.guard = guard;
    this.observer = observer;
  }

  @Override
  public List<Inference> apply(List<InferenceItem> items) {
    List<PreparedListing> prepared = items.stream().map(InferenceItem::prepared).toList();
    List<Prediction> predictions =
        guard.run(
            items.stream().map(InferenceItem::watched).toList(),
            () -> {
              long start = System.nanoTime();
              List<Prediction> made = predictor.predict(prepared);
              observer.inferred(prepared.size(), System.nanoTime() - start);
              return made;
            });
    return predictions.stream().<Inference>map(Inference.Predicted::new).toList();
  }

  @Override
  public void selfTest() {
    predictor.selfTest();
  }

  @Override
  public Inference rejected(InferenceItem item, RuntimeException cause) {
    return new Inference.Rejected(cause);
  }

  /** A quarantine candidate runs in isolation; a failed listing would fail its batch again. */
  @Override
  public boolean runsAlone(InferenceItem item) {
    return item.isRetried() || item.watched().isCandidate();
  }

  @Override
  public void close() {
    predictor.close();
  }
}
