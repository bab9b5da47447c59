package io.cmaclip.lab.bench.review;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.prediction.Sketch;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.streams.review.Review;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Classifies labelled listings and applies the review policy of the service. */
record ReviewedListings(
    ListingClassifier classifier, CmaClipPredictor predictor, Set<String> tasks) {
  private static final int BATCH = 32;

  /**
   * A classified listing.
   *
   * @param product the same for a listing and its near-duplicates
   * @param review without value
   * @param confidence lowest of the tasks
   * @param wrong whether a label of a task is wrong
   */
  record Item(int product, String key, Review review, double confidence, boolean wrong) {
    byte[] bytes() {
      return key.getBytes(StandardCharsets.UTF_8);
    }

    long sketch() {
      return review.prediction() == null ? Sketch.NONE : review.prediction().sketch();
    }
  }

  /**
   * With the thresholds of the bundle.
   *
   * @param tasks tasks that may send a listing to review
   */
  static ReviewedListings of(
      BundleManifest manifest,
      ListingPreprocessor preprocessor,
      CmaClipPredictor predictor,
      Set<String> tasks) {
    ReviewPolicy policy =
        ReviewPolicy.of(
            manifest,
            new ReviewSettings(
                null, Map.of(), ReviewSettings.NoiseThresholds.OF_BUNDLE, null, tasks));
    return new ReviewedListings(new ListingClassifier(preprocessor, policy), predictor, tasks);
  }

  /**
   * Classifies listings. The product of each is its number in the list.
   *
   * @param suffix of the keys
   */
  List<Item> items(List<Listing> listings, String suffix) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < listings.size(); i += BATCH) {
      List<Listing> batch = listings.subList(i, Math.min(i + BATCH, listings.size()));
      List<Answer> answers = classifier.answer(batch, predictor);
      for (int j = 0; j < batch.size(); j++) {
        items.add(item(i + j, batch.get(j), answers.get(j), suffix));
      }
    }
    return items;
  }

  private Item item(int product, Listing listing, Answer answer, String suffix) {
    double confidence = 1;
    boolean wrong = false;
    if (answer.prediction() != null) {
      for (TaskPrediction task : answer.prediction().tasks()) {
        String truth = listing.fields().get(task.task());
        if (tasks.contains(task.task())) {
          confidence = Math.min(confidence, task.confidence());
          wrong |= truth != null && !truth.equals(task.label());
        }
      }
    }
    return new Item(
        product,
        listing.id() + suffix,
        new Review(answer.prediction(), answer.reasons(), answer.priority()),
        confidence,
        wrong);
  }
}
