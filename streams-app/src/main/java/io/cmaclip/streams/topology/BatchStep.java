package io.cmaclip.streams.topology;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.unchanged.Answer;
import io.cmaclip.streams.unchanged.Hash;
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
    ModelVersion model = ready.by().model();
    PreparedListing prepared = ready.by().prepared().listing();
    Hash image = UnchangedStep.image(listing, ready);
    if (prepared == null) {
      finish(listing, answered(listing, ready, null), image);
      model.release();
      return;
    }
    listing.inFlight().reserve(prepared.sizeInBytes());
    InferenceCall call =
        new InferenceCall(
            listing.inFlight(),
            inference -> {
              if (inference instanceof Inference.Predicted predicted) {
                finish(listing, answered(listing, ready, predicted.prediction()), image);
              } else {
                failed.accept(((Inference.Rejected) inference).cause());
              }
            });
    call.onEnd(model::release);
    listing.inFlight().onEnd(call::end);
    model
        .batcher()
        .submit(
            call,
            new InferenceItem(prepared, listing.watched(), listing.isRetried()),
            listing.claimed().priority());
  }

  private static void finish(DecodedListing listing, Outcome.Answered answered, Hash image) {
    listing.claimed().finish(UnchangedStep.remembering(listing, answered, image));
  }

  private static Outcome.Answered answered(
      DecodedListing listing, Preparation.Ready ready, Prediction prediction) {
    ModelVersion model = ready.by().model();
    Answer answer =
        new Answer(
            ready.modalities(), ready.by().prepared().imageProblem(), prediction, model.identity());
    return new Outcome.Answered(
        listing.event(), answer, listing.recall().contentHash(), model.reviewer());
  }
}
