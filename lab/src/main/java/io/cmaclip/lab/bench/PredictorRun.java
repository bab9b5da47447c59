package io.cmaclip.lab.bench;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.ServingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The model without Kafka: a thread per predictor prepares full batches and runs inference. */
final class PredictorRun {
  private final ServingModel model;
  private final int batch;

  PredictorRun(ServingModel model, int batch) {
    this.model = model;
    this.batch = batch;
  }

  /**
   * Measures listings per second.
   *
   * @param listings returns listing 0 to {@code count - 1}; must be thread-safe
   */
  double measure(int count, IntFunction<Listing> listings) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(model.predictors().size());
    try {
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (ListingPredictor predictor : model.predictors()) {
        done.add(threads.submit(() -> predictAll(predictor, next, count, listings)));
      }
      for (Future<?> future : done) {
        future.get();
      }
      return count / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException e) {
      throw new UserException("inference failed: " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void predictAll(
      ListingPredictor predictor, AtomicInteger next, int count, IntFunction<Listing> listings) {
    for (int from = next.getAndAdd(batch); from < count; from = next.getAndAdd(batch)) {
      List<PreparedListing> prepared = new ArrayList<>(batch);
      for (int i = from; i < Math.min(from + batch, count); i++) {
        Listing listing = listings.apply(i);
        List<byte[]> images = listing.image() == null ? List.of() : List.of(listing.image());
        prepared.add(model.preparer().prepare(listing.title(), images).listing());
      }
      predictor.predict(prepared);
    }
  }
}
