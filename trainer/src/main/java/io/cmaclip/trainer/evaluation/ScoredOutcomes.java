package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.metrics.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcomes of one task under one perturbation, for the labelled listings in file order.
 *
 * @param labels true classes, including those that the bundle does not know
 * @param predicted predicted classes; null for a listing that could not be classified
 * @param calibrated with confidence 0 for a listing that could not be classified
 * @param unscaled at temperature 1
 * @param accepted the answers in {@code calibrated} that the bundle accepts
 */
record ScoredOutcomes(
    List<String> labels,
    List<String> predicted,
    List<Answer> calibrated,
    List<Answer> unscaled,
    List<Answer> accepted) {

  /**
   * Compares outcomes with labels. With AS_GIVEN, a listing that could not be classified counts as
   * wrong; other perturbations skip it.
   *
   * @param index of the task in the bundle
   */
  static ScoredOutcomes of(
      List<Observation> observations, String task, int index, Perturbation perturbation) {
    ScoredOutcomes scored =
        new ScoredOutcomes(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (Observation observation : observations) {
      String label = observation.fields().get(task);
      Outcome outcome = observation.outcome(perturbation);
      if (label != null && (outcome != null || perturbation == Perturbation.AS_GIVEN)) {
        scored.add(label, outcome == null ? null : outcome.tasks().get(index));
      }
    }
    return scored;
  }

  private void add(String label, Outcome.Task outcome) {
    boolean correct = outcome != null && label.equals(outcome.label());
    Answer answer = new Answer(outcome == null ? 0 : outcome.confidence(), correct);
    labels.add(label);
    predicted.add(outcome == null ? null : outcome.label());
    calibrated.add(answer);
    unscaled.add(new Answer(outcome == null ? 0 : outcome.unscaled(), correct));
    if (outcome != null && outcome.accepted()) {
      accepted.add(answer);
    }
  }
}
