package io.cmaclip.lab.bench.model;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResidentSet;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Predicts for a long time, with batches of all sizes and listings of all kinds on several threads,
 * and watches the resident set.
 */
final class MemoryRun {
  private static final int LARGEST_BATCH = 32;

  private final Bundle bundle;
  private final int threads;

  MemoryRun(Bundle bundle, int threads) {
    this.bundle = bundle;
    this.threads = threads;
  }

  /**
   * Resident set after the warm-up and after all predictions.
   *
   * @param predictions after the warm-up
   * @param heap bytes of the Java heap, all of it resident from the start
   */
  record Result(
      long predictions, long warmUp, long residentAfterWarmUp, long residentAtEnd, long heap) {
    /** Growth as a share of what was there after the warm-up. */
    double growth() {
      return (double) residentAtEnd / residentAfterWarmUp - 1;
    }
  }

  Result run(long warmUp, long predictions) throws InterruptedException {
    List<CmaClipPredictor> predictors =
        CmaClipPredictor.load(
            bundle, new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 0), threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      predict(executor, predictors, "warm-up", warmUp, 1);
      long before = settled();
      predict(executor, predictors, "predict", predictions, 2);
      return new Result(predictions, warmUp, before, settled(), Runtime.getRuntime().totalMemory());
    } finally {
      executor.shutdownNow();
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  /** Garbage may hold native memory, which only its collection gives back. */
  private static long settled() {
    System.gc();
    return ResidentSet.bytes()
        .orElseThrow(() -> new UserException("the resident set is read from /proc: only on Linux"));
  }

  private void predict(
      ExecutorService executor,
      List<CmaClipPredictor> predictors,
      String what,
      long predictions,
      int seed)
      throws InterruptedException {
    AtomicLong left = new AtomicLong(predictions);
    try (ProgressBar bar = ProgressBar.start(what, "listings", predictions)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < predictors.size(); i++) {
        CmaClipPredictor predictor = predictors.get(i);
        SplittableRandom random = new SplittableRandom(1000L * seed + i);
        runs.add(
            executor.submit(
                () -> {
                  int size = 1 + random.nextInt(LARGEST_BATCH);
                  while (left.getAndAdd(-size) > 0) {
                    predictor.predict(draw(random, size));
                    bar.step(size);
                    size = 1 + random.nextInt(LARGEST_BATCH);
                  }
                }));
      }
      for (Future<?> run : runs) {
        try {
          run.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a prediction failed: " + e.getCause(), e);
        }
      }
    }
  }

  private List<PreparedListing> draw(SplittableRandom random, int size) {
    Architecture architecture = bundle.manifest().architecture();
    List<PreparedListing> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int kind = random.nextInt(10);
      byte[] pixels = null;
      int[] tokens = null;
      if (kind != 0) {
        pixels = new byte[architecture.image().pixelBytes()];
        random.nextBytes(pixels);
      }
      if (kind != 1) {
        int count = 3 + random.nextInt(architecture.text().context() - 2);
        tokens = random.ints(count, 0, architecture.text().vocabulary()).toArray();
      }
      batch.add(new PreparedListing(pixels, tokens));
    }
    return batch;
  }
}
