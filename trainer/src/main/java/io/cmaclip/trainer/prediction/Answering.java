package io.cmaclip.trainer.prediction;

import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Classifies the listings of a data set in batches. */
public final class Answering {
  private final ListingClassifier classifier;

  public Answering(ListingPreprocessor preprocessor, ReviewPolicy policy) {
    this.classifier = new ListingClassifier(preprocessor, policy);
  }

  /**
   * Classifies every listing of a data set, in file order.
   *
   * @param batchSize listings per inference call
   * @param sink receives the answers of each batch
   * @throws io.cmaclip.model.errors.UserException at a bad row, with line and field
   */
  public <E extends Exception> void answer(
      ListingFolder folder,
      BulkPrediction<ListingPredictor> predictors,
      int batchSize,
      BulkPrediction.Sink<List<Answer>, E> sink)
      throws InterruptedException, E {
    try (Stream<ListingRow> rows = folder.rows()) {
      predictors.run(
          new Batches(folder, rows.iterator(), batchSize),
          (predictor, batch) ->
              classifier.answer(batch.stream().map(folder::withImage).toList(), predictor),
          sink);
    }
  }

  private record Batches(ListingFolder folder, Iterator<ListingRow> rows, int size)
      implements Iterator<List<Listing>> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public List<Listing> next() {
      List<Listing> batch = new ArrayList<>(size);
      do {
        batch.add(folder.good(rows.next()));
      } while (rows.hasNext() && batch.size() < size);
      return batch;
    }
  }
}
