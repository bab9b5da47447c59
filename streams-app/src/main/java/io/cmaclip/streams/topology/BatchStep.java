package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.UsedModalities;
import java.util.function.Consumer;

/** Turns a prepared listing into an outcome, with an inference call for a batch of listings. */
final class BatchStep {
  private BatchStep() {}

  /**
   * Submits the listing to the model version that prepared it, and releases that version.
   *
   * @param failed receives the cause if the inference call fails for this listing alone
   */
  static void submit(DecodedListing listing, Preparation.Ready ready, Consumer<Throwable> failed) {
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
    InferenceCall call =
        new InferenceCall(
            listing.inFlight(),
            inference -> {
              if (inference instanceof Inference.Predicted predicted) {
                listing
                    .claimed()
                    .finish(answered(event, modalities, predicted.prediction(), model));
              } else {
                failed.accept(((Inference.Rejected) inference).cause());
              }
            });
    call.onEnd(model::release);
    listing.inFlight().onEnd(call::end);
    model
        .batcher()
        .submit(call, new InferenceItem(prepared, listing.watched(), listing.isRetried()));
  }

  private static Outcome answered(
      ProductListing event, UsedModalities modalities, Prediction prediction, ModelVersion model) {
    return new Outcome.Answered(event, modalities, prediction, model.identity(), model.reviewer());
  }
}
