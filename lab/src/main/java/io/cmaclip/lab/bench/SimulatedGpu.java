package io.cmaclip.lab.bench;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A predictor that simulates a GPU without using CPU time: an inference call lasts {@code base +
 * perListing * listings}. Calls of several threads run one after the other without a gap, as in the
 * queue of a device, while the calling thread wakes up some time after the end of its call. Its
 * answers have the size of the bundle's. Thread-safe.
 */
final class SimulatedGpu implements ListingPredictor {
  private static final int ALTERNATIVES = 4;

  private final Duration base;
  private final Duration perListing;
  private final AtomicLong freeNanos = new AtomicLong(System.nanoTime());
  private final Map<ModalityState, Prediction> answers = new EnumMap<>(ModalityState.class);

  SimulatedGpu(BundleManifest manifest, Duration base, Duration perListing) {
    this.base = base;
    this.perListing = perListing;
    for (ModalityState state : ModalityState.values()) {
      List<TaskPrediction> tasks =
          manifest.tasks().stream().map(task -> answer(task, state)).toList();
      answers.put(state, new Prediction(state, tasks, NoiseScores.NONE));
    }
  }

  private static TaskPrediction answer(BundleTask task, ModalityState state) {
    double imageWeight =
        switch (state) {
          case BOTH -> 0.5;
          case IMAGE_ONLY -> 1;
          case TEXT_ONLY -> 0;
        };
    List<Alternative> others =
        task.classes().stream()
            .skip(1)
            .limit(ALTERNATIVES)
            .map(label -> new Alternative(label, 0.01))
            .toList();
    return new TaskPrediction(
        task.name(),
        task.classes().get(0),
        0.96,
        true,
        imageWeight,
        1 - imageWeight,
        others,
        null,
        null);
  }

  /** Listings per second with full batches and no idle time. */
  double idealPerSecond(int batch) {
    return batch / (duration(batch).toNanos() / 1e9);
  }

  private Duration duration(int batch) {
    return base.plus(perListing.multipliedBy(batch));
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    long until = endOfCall(duration(batch.size()).toNanos());
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return batch.stream()
        .map(listing -> answers.get(ModalityState.of(listing.hasImage(), listing.hasText())))
        .toList();
  }

  private long endOfCall(long durationNanos) {
    long now = System.nanoTime();
    return freeNanos.updateAndGet(free -> (free - now > 0 ? free : now) + durationNanos);
  }

  @Override
  public void selfTest() {
    // Constant answers need no test.
  }

  @Override
  public ModelIdentity model() {
    return new ModelIdentity("simulated-gpu", "1", "0");
  }

  @Override
  public void close() {
    // No resources.
  }
}
