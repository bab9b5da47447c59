package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.quarantine.DeadLetterReason;

/** From a prepared listing to its outcome, by an inference call that it shares with others. */
final class BatchStep {
  private BatchStep() {}

  /** Submits the listing to the model that prepared it, which is released at the end. */
  static void submit(DecodedListing listing, Preparation.Ready ready) {
    ProductListing event = listing.event();
    ModelVersion model = ready.by().model();
    PreparedListing prepared = ready.by().prepared().listing();
    if (prepared == null) {
      listing.claimed().finish(answered(event, ready, null));
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
                  ? answered(event, ready, predicted.prediction())
                  : new Outcome.Rejected(
                      DeadLetterReason.PREDICTION_FAILED, ((Inference.Rejected) inference).cause());
            });
  }

  private static Outcome answered(
      ProductListing event, Preparation.Ready ready, Prediction prediction) {
    ModelVersion model = ready.by().model();
    return new Outcome.Answered(
        event,
        ready.modalities(),
        ready.by().prepared().imageProblem(),
        prediction,
        model.identity(),
        model.reviewer());
  }
}
