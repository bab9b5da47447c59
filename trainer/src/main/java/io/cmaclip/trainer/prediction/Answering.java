package io.cmaclip.trainer.prediction;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Takes listings all the way: prepares them, predicts those with something to go by in one
 * inference call, and finds the reasons for review. Used by any number of threads, each with a
 * predictor of its own.
 */
public final class Answering {
  private final ListingPreprocessor preprocessor;
  private final ReviewPolicy policy;

  public Answering(ListingPreprocessor preprocessor, ReviewPolicy policy) {
    this.preprocessor = preprocessor;
    this.policy = policy;
  }

  /**
   * Answers every listing of a data set, in file order.
   *
   * @param batchSize listings per inference call
   * @param sink takes the answers of a batch
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
          (predictor, batch) -> answer(batch.stream().map(folder::withImage).toList(), predictor),
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

  /**
   * The answer to one listing.
   *
   * @param title null when there is none
   * @param image encoded, null when there is none
   */
  public Answer answer(String title, byte[] image, ListingPredictor predictor) {
    Listing listing = new Listing("", title == null ? "" : title, null, image, Map.of());
    return answer(List.of(listing), predictor).get(0);
  }

  /** One answer per listing, in the same order. */
  private List<Answer> answer(List<Listing> listings, ListingPredictor predictor) {
    List<Prepared> prepared =
        listings.stream()
            .map(
                listing ->
                    preprocessor.prepare(
                        listing.title(),
                        listing.image() == null ? List.of() : List.of(listing.image())))
            .toList();
    List<Prediction> predictions =
        predict(predictor, prepared.stream().map(Prepared::listing).toList());
    List<Answer> answers = new ArrayList<>(listings.size());
    for (int i = 0; i < listings.size(); i++) {
      Prepared one = prepared.get(i);
      Prediction prediction =
          predictions.get(i) == null ? null : policy.withAcceptance(predictions.get(i));
      // The labels in a data set are answers to score against, not what a seller declared.
      List<ReviewReason> reasons = policy.review(prediction, one.image(), one.text(), Map.of());
      answers.add(
          new Answer(
              listings.get(i).id(),
              one,
              prediction,
              reasons,
              policy.priority(reasons, prediction)));
    }
    return answers;
  }

  /**
   * Predicts in one inference call.
   *
   * @param listings null where there is nothing to go by
   * @return one prediction per listing, null where that is null
   */
  public static List<Prediction> predict(
      ListingPredictor predictor, List<PreparedListing> listings) {
    List<PreparedListing> batch = listings.stream().filter(Objects::nonNull).toList();
    Iterator<Prediction> predictions =
        batch.isEmpty() ? List.<Prediction>of().iterator() : predictor.predict(batch).iterator();
    List<Prediction> all = new ArrayList<>(listings.size());
    listings.forEach(listing -> all.add(listing == null ? null : predictions.next()));
    return all;
  }
}
