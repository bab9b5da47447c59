package io.cmaclip.lab.bench.peers;

import io.cmaclip.lab.bench.model.ParallelRate;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** This project's predictors of a model, one thread each. Used by one thread. */
final class OwnPredictors implements AutoCloseable {
  private final Map<Precision, List<CmaClipPredictor>> predictors = new EnumMap<>(Precision.class);
  private final Architecture architecture;
  private final ExecutorService threads;
  private final int count;

  /**
   * Loads the model in each number format.
   *
   * @param count number of threads
   */
  OwnPredictors(BundleManifest manifest, Weights weights, List<Precision> precisions, int count)
      throws IOException {
    this.architecture = manifest.architecture();
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count);
    for (Precision precision : precisions) {
      predictors.put(
          precision,
          CmaClipPredictor.load(
              manifest, weights, new PredictorSettings(DeviceChoice.CPU, 1, precision, 0), count));
    }
  }

  /** Listings per second of all threads together. */
  double perSecond(Precision precision, int batch, int tokens, double seconds)
      throws InterruptedException {
    List<Runnable> work =
        predictors.get(precision).stream()
            .map(
                predictor -> {
                  List<PreparedListing> listings = listings(batch, tokens);
                  return (Runnable) () -> predictor.predict(listings);
                })
            .toList();
    Duration least = Duration.ofNanos(Math.round(seconds * 1e9));
    return batch * new ParallelRate(threads, count).perSecond(work, least);
  }

  private List<PreparedListing> listings(int batch, int tokens) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] pixels = new byte[architecture.image().pixelBytes()];
    random.nextBytes(pixels);
    int vocabulary = architecture.text().vocabulary();
    return IntStream.range(0, batch)
        .mapToObj(i -> new PreparedListing(pixels, random.ints(tokens, 0, vocabulary).toArray()))
        .toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    predictors.values().forEach(same -> same.forEach(CmaClipPredictor::close));
  }
}
