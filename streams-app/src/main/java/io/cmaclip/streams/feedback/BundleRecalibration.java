package io.cmaclip.streams.feedback;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.Calibration;
import io.cmaclip.model.bundle.Calibrations;
import io.cmaclip.model.calibration.AuditedAnswer;
import io.cmaclip.model.calibration.Recalibration;
import io.cmaclip.model.prediction.ModalityState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the operating points of a bundle to the decisions about audited answers. Used by one thread.
 */
public final class BundleRecalibration {
  private final Bundle bundle;
  private final int last;
  private final double target;
  private final DecisionJoin join = new DecisionJoin();

  /** Tasks by fingerprint of the bundle under each of its calibrations. */
  private final Map<String, List<BundleTask>> calibrations = new HashMap<>();

  /**
   * @param last most audited answers of a task that count, the latest ones
   * @param target precision of accepted labels, above 0 and below 1
   */
  public BundleRecalibration(Bundle bundle, int last, double target) {
    this.bundle = bundle;
    this.last = last;
    this.target = target;
    for (Calibration calibration : Calibrations.of(bundle)) {
      calibrations.put(calibration.fingerprint(), calibration.tasks());
    }
    calibrations.put(bundle.fingerprint(), bundle.manifest().tasks());
  }

  /** Adds a review item; the items of a key in their order. */
  public void add(byte[] key, ReviewItem item) {
    join.add(key, item);
  }

  /** Adds a decision; the decisions of a key in their order. */
  public void add(byte[] key, ReviewDecision decision) {
    join.add(key, decision);
  }

  /** Number of review items in the audit sample, decided or not. */
  public long auditedItems() {
    return join.auditedItems();
  }

  /** Fits each task that has audited answers. */
  public Map<String, TaskReport> fit() {
    List<DecidedAnswer> answers = join.answers();
    Map<String, TaskReport> reports = new LinkedHashMap<>();
    for (BundleTask task : bundle.manifest().tasks()) {
      List<DecidedAnswer> ofTask =
          answers.stream()
              .filter(answer -> answer.attribute().getTask().equals(task.name()))
              .toList();
      List<DecidedAnswer> audited = ofTask.stream().filter(DecidedAnswer::isAudited).toList();
      List<DecidedAnswer> known = audited.stream().filter(this::isOfThisModel).toList();
      List<DecidedAnswer> latest = known.subList(Math.max(0, known.size() - last), known.size());
      List<DecidedAnswer> sinceDrift = LatestAnswers.of(latest, DecidedAnswer::isCorrect);
      List<AuditedAnswer> used = sinceDrift.stream().map(answer -> audited(task, answer)).toList();
      if (!used.isEmpty()) {
        List<DecidedAnswer> accepted =
            ofTask.stream().filter(answer -> answer.attribute().getAccepted()).toList();
        long right = accepted.stream().filter(DecidedAnswer::isCorrect).count();
        reports.put(
            task.name(),
            new TaskReport(
                Recalibration.of(task, used, target),
                accepted.isEmpty() ? null : (double) right / accepted.size(),
                accepted.size(),
                audited.size() - known.size(),
                latest.size() - sinceDrift.size()));
      }
    }
    return reports;
  }

  /** The tasks of the bundle with new operating points; a task without a report keeps its own. */
  public List<BundleTask> tasks(Map<String, TaskReport> reports) {
    return bundle.manifest().tasks().stream()
        .map(
            task ->
                reports.containsKey(task.name())
                    ? reports.get(task.name()).recalibration().applyTo(task)
                    : task)
        .toList();
  }

  private boolean isOfThisModel(DecidedAnswer answer) {
    return calibrations.containsKey(answer.answer().getModel().getFingerprint());
  }

  private AuditedAnswer audited(BundleTask task, DecidedAnswer answer) {
    ModalityState state = state(answer.answer().getModalities());
    TaskAttribute attribute = answer.attribute();
    Map<String, Double> probabilities = new HashMap<>();
    probabilities.put(attribute.getLabel(), attribute.getConfidence());
    for (AlternativeLabel other : attribute.getAlternatives()) {
      probabilities.put(other.getLabel(), other.getConfidence());
    }
    double temperature =
        calibrations.get(answer.answer().getModel().getFingerprint()).stream()
            .filter(of -> of.name().equals(task.name()))
            .findFirst()
            .orElse(task)
            .operatingPoint(state)
            .temperature();
    return new AuditedAnswer(
        state,
        AuditedAnswer.logits(
            task, probabilities, temperature / task.operatingPoint(state).temperature()),
        task.classes().indexOf(answer.decision().getLabel()),
        attribute.getAccepted(),
        answer.samplingProbability());
  }

  private static ModalityState state(Modalities modalities) {
    return ModalityState.of(
        modalities.getImage() == ModalityUse.USED, modalities.getText() == ModalityUse.USED);
  }
}
