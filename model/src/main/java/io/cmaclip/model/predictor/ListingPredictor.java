package io.cmaclip.model.predictor;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;

/**
 * Classifies batches of prepared listings. An instance is used by one thread at a time; several
 * instances may run at once.
 */
public interface ListingPredictor extends AutoCloseable {
  /**
   * Predicts a batch in one inference call.
   *
   * @param batch at least one listing, each with at least one modality
   * @return one prediction per listing, in the same order
   * @throws IllegalArgumentException when the batch is empty or a listing has neither modality
   */
  List<Prediction> predict(List<PreparedListing> batch);

  /**
   * Runs the stored self-test inputs and compares the outputs.
   *
   * @throws IllegalStateException when an output differs, with its position and both values
   */
  void selfTest();

  ModelIdentity model();

  @Override
  void close();
}
