package io.cmaclip.model.calibration;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Fits operating points to audited answers.
 *
 * <ul>
 *   <li>The temperature maximizes the weighted likelihood of the decided labels.
 *   <li>The threshold accepts as many answers as possible such that their expected precision
 *       ({@link PrecisionCurve}) reaches the target and is at most 0.02 below after 3.3 standard
 *       errors are subtracted. If no threshold is that certain, the most certain one whose expected
 *       precision reaches the target.
 *   <li>A label is refused if its answers with a confidence of at least 0.5, or that are accepted,
 *       are wrong more often than both the target and their new confidences allow (binomial test at
 *       5%, Bonferroni over the labels). Its answers do not count for temperature and threshold. No
 *       threshold helps against such a label, for example a renamed one. Labels are refused one at
 *       a time, the most certain first, because one of them spoils the temperature for all.
 * </ul>
 *
 * Used by one thread.
 */
final class Recalibrator {
  private static final double TOLERANCE = 0.02;

  /** One-sided 99.95%: the promise is for each task of each recalibration, not for their mean. */
  private static final double STANDARD_ERRORS = 3.3;

  private static final double ALPHA = 0.05;

  /** Fewest accepted answers in the sample. */
  private static final int STRICTEST = 20;

  /** Highest threshold in the test of the labels: a strict one leaves too few answers for it. */
  private static final double TRIAL = 0.5;

  private final BundleTask task;
  private final List<AuditedAnswer> answers;
  private final double target;
  private final Map<ModalityState, Recalibration.Change> changes =
      new EnumMap<>(ModalityState.class);
  private final Set<String> refused = new TreeSet<>();

  Recalibrator(BundleTask task, List<AuditedAnswer> answers, double target) {
    this.task = task;
    this.answers = answers;
    this.target = target;
  }

  Recalibration fit() {
    Map<ModalityState, List<AuditedAnswer>> byState =
        answers.stream().collect(Collectors.groupingBy(AuditedAnswer::state));
    byState.values().removeIf(few -> few.size() < Recalibration.FEWEST_ANSWERS);
    Optional<String> wrong;
    do {
      byState.forEach((state, some) -> changes.put(state, change(some)));
      wrong = wrongLabel(byState);
      wrong.ifPresent(refused::add);
    } while (wrong.isPresent());
    return new Recalibration(
        Map.copyOf(changes),
        Set.copyOf(refused),
        answers.size(),
        PrecisionEstimate.of(answers, AuditedAnswer::accepted),
        PrecisionEstimate.of(
            answers,
            answer ->
                !isRefused(answer) && confidenceIfAccepted(answer, Double.POSITIVE_INFINITY) >= 0));
  }

  private Recalibration.Change change(List<AuditedAnswer> state) {
    List<AuditedAnswer> counted = state.stream().filter(answer -> !isRefused(answer)).toList();
    double factor =
        TemperatureScaling.fit(
            counted.stream().map(AuditedAnswer::logits).toArray(float[][]::new),
            counted.stream().mapToInt(AuditedAnswer::truth).toArray(),
            counted.stream().mapToDouble(AuditedAnswer::weight).toArray());
    List<PrecisionCurve.Point> ordered =
        counted.stream()
            .map(
                answer ->
                    new PrecisionCurve.Point(
                        answer.confidence(factor), answer.isCorrect(), answer.weight()))
            .sorted(Comparator.comparingDouble(point -> -point.confidence()))
            .toList();
    PrecisionCurve.Mean mean = new PrecisionCurve(ordered).new Mean();
    Double threshold = null;
    double accepted = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ordered.size(); i++) {
      mean.add(ordered.get(i));
      double low = mean.lowerBound(STANDARD_ERRORS);
      if (i + 1 >= STRICTEST
          && mean.precision() >= target
          && low >= Math.min(best, target - TOLERANCE)) {
        threshold = ordered.get(i).confidence();
        accepted = mean.weights();
        best = Math.max(best, low);
      }
    }
    double all = state.stream().mapToDouble(AuditedAnswer::weight).sum();
    return new Recalibration.Change(factor, threshold, accepted / all);
  }

  /** The label whose accepted answers are wrong too often with the highest certainty, if any. */
  private Optional<String> wrongLabel(Map<ModalityState, List<AuditedAnswer>> byState) {
    Map<Integer, LabelTally> byLabel = new HashMap<>();
    for (List<AuditedAnswer> some : byState.values()) {
      for (AuditedAnswer answer : some) {
        double confidence = isRefused(answer) ? -1 : confidenceIfAccepted(answer, TRIAL);
        if (confidence >= 0) {
          byLabel
              .computeIfAbsent(answer.label(), label -> new LabelTally())
              .add(confidence, answer.isCorrect());
        }
      }
    }
    Optional<String> wrong = Optional.empty();
    double least = ALPHA / Math.max(1, byLabel.size());
    for (Map.Entry<Integer, LabelTally> label : byLabel.entrySet()) {
      double chance = label.getValue().chance(target);
      if (chance <= least) {
        least = chance;
        wrong = Optional.of(task.classes().get(label.getKey()));
      }
    }
    return wrong;
  }

  /** Accepted answers with one label. */
  private static final class LabelTally {
    private int answers;
    private int correct;
    private double confidences;

    void add(double confidence, boolean isCorrect) {
      answers++;
      correct += isCorrect ? 1 : 0;
      confidences += confidence;
    }

    /** Probability of so few correct answers if target or confidences were right. */
    double chance(double target) {
      return Binomial.lowerTail(answers, correct, Math.min(target, confidences / answers));
    }
  }

  private boolean isRefused(AuditedAnswer answer) {
    return refused.contains(task.classes().get(answer.label()));
  }

  /**
   * The new confidence of an answer that the threshold of its state accepts, otherwise -1.
   *
   * @param highest replaces a threshold above it, and one that accepts nothing
   */
  private double confidenceIfAccepted(AuditedAnswer answer, double highest) {
    Recalibration.Change change = changes.get(answer.state());
    double confidence = answer.confidence(change == null ? 1 : change.temperatureFactor());
    Double threshold =
        change == null
            ? task.operatingPoint(answer.state()).acceptThreshold()
            : change.acceptThreshold();
    double used = threshold == null ? highest : Math.min(threshold, highest);
    return confidence >= used ? confidence : -1;
  }
}
