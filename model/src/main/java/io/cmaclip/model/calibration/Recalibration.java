package io.cmaclip.model.calibration;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.prediction.ModalityState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * New operating points of a task, fitted to audited answers.
 *
 * @param changes by state; a state with too few audited answers is absent and keeps its point
 * @param refused labels that are never accepted
 * @param answers number of audited answers
 * @param before precision of the answers accepted so far
 * @param after precision of the answers that the new points accept, on the same sample
 */
public record Recalibration(
    Map<ModalityState, Change> changes,
    Set<String> refused,
    int answers,
    PrecisionEstimate before,
    PrecisionEstimate after) {
  /** Fewest audited answers of a state that change its operating point. */
  public static final int FEWEST_ANSWERS = 100;

  /**
   * Change of an operating point.
   *
   * @param temperatureFactor new temperature divided by the one in force
   * @param acceptThreshold null accepts nothing
   * @param acceptedShare weighted share of the answers that are accepted, 0 to 1
   */
  public record Change(double temperatureFactor, Double acceptThreshold, double acceptedShare) {}

  /**
   * Fits the operating points of a task.
   *
   * @param answers of this task; a state with fewer than 100 keeps its operating point
   * @param target precision of accepted labels, above 0 and below 1
   */
  public static Recalibration of(BundleTask task, List<AuditedAnswer> answers, double target) {
    return new Recalibrator(task, answers, target).fit();
  }

  /** The task with the new operating points, in all number formats. */
  public BundleTask applyTo(BundleTask task) {
    BundleTask changed =
        new BundleTask(
            task.name(), task.classes(), points(task.operatingPoints()), Map.of(), refused);
    for (Map.Entry<String, Map<ModalityState, OperatingPoint>> format :
        task.reducedPrecision().entrySet()) {
      changed = changed.withPrecision(format.getKey(), points(format.getValue()));
    }
    return changed;
  }

  private Map<ModalityState, OperatingPoint> points(Map<ModalityState, OperatingPoint> former) {
    Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
    points.putAll(former);
    changes.forEach(
        (state, change) ->
            points.compute(
                state,
                (of, point) ->
                    new OperatingPoint(
                        (point == null ? OperatingPoint.UNFITTED : point).temperature()
                            * change.temperatureFactor(),
                        change.acceptThreshold())));
    return points;
  }
}
