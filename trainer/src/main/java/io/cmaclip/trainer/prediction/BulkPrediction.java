package io.cmaclip.trainer.prediction;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Answers every listing of a data set, in file order. Each worker reads, prepares and predicts a
 * batch by itself with a predictor of its own, so that decoding pictures and forwards share the
 * processor evenly; a few batches per worker are under way at any time.
 *
 * <p>Threads: one caller; the workers live as long as the call.
 */
public final class BulkPrediction {
  private static final int BATCHES_PER_WORKER = 3;

  private final Answering answering;
  private final PredictorPool<ListingPredictor> predictors;
  private final int batchSize;

  /**
   * @param predictors one per worker, at least one; they stay the caller's to close
   * @param batchSize listings per forward
   */
  public BulkPrediction(
      ListingPreprocessor preprocessor,
      List<? extends ListingPredictor> predictors,
      ReviewPolicy policy,
      int batchSize) {
    this.answering = new Answering(preprocessor, policy);
    this.predictors = new PredictorPool<>(predictors);
    this.batchSize = batchSize;
  }

  /** Receives the answers. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the answers of one batch, in file order; called by the caller's thread. */
    void accept(List<Answer> answers) throws Exception;
  }

  /**
   * Answers all listings.
   *
   * @throws io.cmaclip.model.errors.UserException at a bad row, with line and field
   * @throws Exception what the sink throws
   */
  public void run(ListingFolder folder, Sink sink) throws Exception {
    ExecutorService workers = predictors.workers();
    try (Stream<ListingRow> stream = folder.rows()) {
      Iterator<ListingRow> rows = stream.iterator();
      Deque<Future<List<Answer>>> underWay = new ArrayDeque<>();
      while (rows.hasNext() || !underWay.isEmpty()) {
        while (rows.hasNext() && underWay.size() < BATCHES_PER_WORKER * predictors.size()) {
          List<Listing> batch = new ArrayList<>(batchSize);
          while (rows.hasNext() && batch.size() < batchSize) {
            batch.add(folder.good(rows.next()));
          }
          underWay.add(workers.submit(() -> work(folder, batch)));
        }
        sink.accept(result(underWay.remove()));
      }
    } finally {
      PredictorPool.end(workers);
    }
  }

  private List<Answer> work(ListingFolder folder, List<Listing> batch) throws InterruptedException {
    List<Listing> withImages = batch.stream().map(folder::withImage).toList();
    return predictors.lend(predictor -> answering.answer(withImages, predictor));
  }

  private static List<Answer> result(Future<List<Answer>> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
