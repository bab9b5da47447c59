package io.cmaclip.streams.bench;

import io.cmaclip.cli.UserError;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PreparedListing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The predictors alone: prepared listings in full batches, a thread for each predictor. */
final class PredictorRun {
  private PredictorRun() {}

  /** Listings per second. */
  static double measure(
      List<? extends ListingPredictor> predictors, List<PreparedListing> listings, int batch)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(predictors.size());
    try {
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (ListingPredictor predictor : predictors) {
        done.add(threads.submit(() -> predictAll(predictor, listings, batch, next)));
      }
      for (Future<?> future : done) {
        future.get();
      }
      return listings.size() / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException e) {
      throw new UserError("a forward failed: " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void predictAll(
      ListingPredictor predictor, List<PreparedListing> listings, int batch, AtomicInteger next) {
    for (int from = next.getAndAdd(batch); from < listings.size(); from = next.getAndAdd(batch)) {
      predictor.predict(listings.subList(from, Math.min(from + batch, listings.size())));
    }
  }
}
