package io.cmaclip.streams.models;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Creates events of the attributes topic. */
public final class AttributesEvents {
  private AttributesEvents() {}

  /**
   * Creates an event.
   *
   * @param prediction prediction after the review policy; null without an inference call
   */
  public static ListingAttributes of(
      String listingId,
      Instant updatedAt,
      UsedModalities modalities,
      Prediction prediction,
      ModelIdentity model,
      Instant now) {
    List<TaskAttribute> attributes = new ArrayList<>();
    NoiseScores noise = NoiseScores.NONE;
    if (prediction != null) {
      prediction.tasks().forEach(task -> attributes.add(attribute(task)));
      noise = prediction.noise();
    }
    return new ListingAttributes(
        listingId,
        updatedAt,
        attributes,
        new Modalities(use(modalities.image()), use(modalities.text()), modalities.imageIndex()),
        new ListingNoise(noise.mismatch(), noise.image(), noise.text()),
        stamp(model),
        now,
        "",
        false);
  }

  private static TaskAttribute attribute(TaskPrediction task) {
    List<AlternativeLabel> alternatives = new ArrayList<>(task.alternatives().size());
    for (Alternative alternative : task.alternatives()) {
      alternatives.add(new AlternativeLabel(alternative.label(), alternative.confidence()));
    }
    return new TaskAttribute(
        task.task(),
        task.label(),
        task.confidence(),
        task.accepted(),
        task.imageWeight(),
        task.textWeight(),
        alternatives,
        LabelSource.MODEL,
        null);
  }

  private static ModalityUse use(ModalityStatus status) {
    return ModalityUse.valueOf(status.name());
  }

  private static ModelStamp stamp(ModelIdentity model) {
    return new ModelStamp(model.name(), model.version(), model.fingerprint());
  }
}
