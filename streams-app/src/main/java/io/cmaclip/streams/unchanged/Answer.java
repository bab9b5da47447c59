package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.streams.models.UsedModalities;

/**
 * The answer to a listing before the review policy, so that a repeated answer follows the current
 * policy.
 *
 * @param imageProblem why no image is used; null if an image is used or none is given
 * @param prediction null for a listing with neither image nor title
 */
public record Answer(
    UsedModalities modalities, String imageProblem, Prediction prediction, ModelIdentity model) {
  /** The answer with the sketch of its prediction, if it has one. */
  Answer withSketch(long sketch) {
    return prediction == null
        ? this
        : new Answer(
            modalities,
            imageProblem,
            new Prediction(prediction.state(), prediction.tasks(), prediction.noise(), sketch),
            model);
  }
}
