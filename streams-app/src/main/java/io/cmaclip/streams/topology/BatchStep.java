package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.DeadLetterReason;

/** Turns a prepared listing into an outcome, with an inference call for a batch of listings. */
final class BatchStep {
  private BatchStep() {}

  /** Submits the listing to the model version that prepared it, and releases that version. */
  static void submit(DecodedListing listing, Preparation.Ready ready) {
    ProductListing event = listing.event();
    UsedModalities modalities = ready.modalities();
    ModelVersion model = ready.by().model();
    PreparedListing prepared = ready.by().prepared().listing();
    if (prepared == null) {
      listing.claimed().finish(answered(event, modalities, null, model));
      model.release();
      return;
    }
    listing.inFlight().reserve(prepared.sizeInBytes());
    listing.inFlight().onEnd(model::release);
    model
        .batcher()
        .submit(
            listing.inFlight(),
            new InferenceItem(prepared, listing.watched()),
            inference -> {
              listing.watched().clear();
              return inference instanceof Inference.Predicted predicted
                  ? answered(event, modalities, predicted.prediction(), model)
                  : new Outcome.Rejected(
                      DeadLetterReason.PREDICTION_FAILED, ((Inference.Rejected) inference).cause());
            });
  }

  private static Outcome answered(
      ProductListing event, UsedModalities modalities, Prediction prediction, ModelVersion model) {
    return new Outcome.Answered(event, modalities, prediction, model.identity(), model.reviewer());
  }
}
