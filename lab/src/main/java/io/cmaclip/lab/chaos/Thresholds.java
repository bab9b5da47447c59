package io.cmaclip.lab.chaos;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.model.prediction.ModalityState;

/** Detects numbers within a tolerance of a bundle's thresholds. */
final class Thresholds {
  /** Largest difference of two equal numbers of float32 arithmetic. */
  static final double TOLERANCE = 1e-4;

  /**
   * The same in narrower formats: the last bit of a sum depends on the size of the batch, and may
   * change what an input of the next product is rounded to.
   */
  static final double NARROW_TOLERANCE = 1e-3;

  private final BundleManifest manifest;
  private final double tolerance;

  Thresholds(BundleManifest manifest, double tolerance) {
    this.manifest = manifest;
    this.tolerance = tolerance;
  }

  boolean isNear(double one, double other) {
    return Math.abs(one - other) <= tolerance;
  }

  /** Whether the confidence is within the tolerance of the accept threshold. */
  boolean isAcceptanceClose(ListingAttributes answer, TaskAttribute attribute) {
    for (BundleTask task : manifest.tasks()) {
      if (task.name().equals(attribute.getTask())) {
        Double threshold = task.operatingPoint(state(answer)).acceptThreshold();
        return threshold != null && isNear(attribute.getConfidence(), threshold);
      }
    }
    return false;
  }

  /** Whether the figure behind a reason is within the tolerance; {@code task} may be null. */
  boolean isReasonClose(ListingAttributes answer, ReviewReasonCode code, String task) {
    return switch (code) {
      case LOW_CONFIDENCE, DECLARED_VALUE_CONFLICT ->
          answer.getAttributes().stream()
              .anyMatch(
                  attribute ->
                      attribute.getTask().equals(task) && isAcceptanceClose(answer, attribute));
      case MODALITY_MISMATCH ->
          isClose(answer.getNoise().getMismatch(), manifest.noise().mismatch());
      case NOISY_IMAGE -> isClose(answer.getNoise().getImage(), manifest.noise().image());
      case NOISY_TEXT -> isClose(answer.getNoise().getText(), manifest.noise().text());
      // The answer does not contain the figures of a conflict; the others have none.
      case MODALITY_CONFLICT,
          IMAGE_MISSING,
          IMAGE_UNREADABLE,
          TEXT_MISSING,
          HUMAN_LABEL_STALE,
          AUDIT,
          REQUESTED,
          UNKNOWN ->
          false;
    };
  }

  private boolean isClose(double score, LogisticScore fitted) {
    return fitted != null && isNear(score, fitted.threshold());
  }

  private static ModalityState state(ListingAttributes answer) {
    return ModalityState.of(
        answer.getModalities().getImage() == ModalityUse.USED,
        answer.getModalities().getText() == ModalityUse.USED);
  }
}
