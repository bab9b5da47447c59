package io.cmaclip.trainer.drift;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.Prediction;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.PreparedListing;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.trainer.evaluation.ListingSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A bundle's answers to listings, through the predictor that serves. */
public final class Answers {
  private static final int FORWARD = 64;

  private Answers() {}

  /**
   * The validation profile of a bundle.
   *
   * @param data name of the listings, for the record
   * @param workers predictors side by side, at least 1
   * @throws IllegalArgumentException when no listing can be answered
   */
  public static ValidationProfile profile(
      Bundle bundle, ListingSource validation, String data, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<Prediction> answers =
        of(bundle, validation.size(), validation::prepare, settings, workers, "profile");
    return ValidationProfile.of(data, answers.stream().filter(Objects::nonNull).toList());
  }

  /**
   * One answer per listing, in order; null where there was nothing to go by.
   *
   * @param prepare gives each listing as for the forward, or null; called by several threads
   */
  static List<Prediction> of(
      Bundle bundle,
      int listings,
      IntFunction<PreparedListing> prepare,
      PredictorSettings settings,
      int workers,
      String what)
      throws InterruptedException {
    List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, settings, workers);
    BlockingQueue<ListingPredictor> idle =
        new ArrayBlockingQueue<>(predictors.size(), false, predictors);
    ExecutorService threads = Executors.newFixedThreadPool(predictors.size());
    try (ProgressBar bar = ProgressBar.start(what, "listings", listings)) {
      List<Future<List<Prediction>>> batches = new ArrayList<>();
      for (int from = 0; from < listings; from += FORWARD) {
        int first = from;
        int end = Math.min(listings, from + FORWARD);
        batches.add(
            threads.submit(
                () -> {
                  List<Prediction> batch = forward(first, end, prepare, idle);
                  bar.step(batch.size());
                  return batch;
                }));
      }
      List<Prediction> answers = new ArrayList<>(listings);
      for (Future<List<Prediction>> batch : batches) {
        answers.addAll(batch.get());
      }
      return Collections.unmodifiableList(answers);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      // The predictors are closed next, so no forward may be left.
      threads.shutdownNow();
      threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  private static List<Prediction> forward(
      int from, int end, IntFunction<PreparedListing> prepare, BlockingQueue<ListingPredictor> idle)
      throws InterruptedException {
    List<PreparedListing> prepared = IntStream.range(from, end).mapToObj(prepare).toList();
    List<PreparedListing> usable = prepared.stream().filter(Objects::nonNull).toList();
    List<Prediction> answers = new ArrayList<>(prepared.size());
    ListingPredictor predictor = idle.take();
    try {
      List<Prediction> given = usable.isEmpty() ? List.of() : predictor.predict(usable);
      int next = 0;
      for (PreparedListing listing : prepared) {
        answers.add(listing == null ? null : given.get(next++));
      }
    } finally {
      idle.add(predictor);
    }
    return answers;
  }
}
