package io.cmaclip.trainer.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One variant over its seeds.
 *
 * @param mismatchAuroc null when the test listings cannot be swapped
 */
public record VariantResult(
    String variant,
    Spread accuracy,
    Spread recallAtP90,
    Spread macroF1,
    Spread ece,
    Spread mismatchAuroc,
    Map<String, TaskSpread> tasks,
    long parameters,
    Spread trainingItemsPerSecond,
    Spread cpuMinutes) {
  /** One task. */
  public record TaskSpread(Spread accuracy, Spread recallAtP90, Spread macroF1, Spread ece) {}

  /** Summarizes the results of one variant. */
  static VariantResult of(String variant, List<TrialResult> results) {
    List<TrialResult> own = results.stream().filter(r -> r.variant().equals(variant)).toList();
    Map<String, TaskSpread> tasks = new LinkedHashMap<>();
    for (String task : own.get(0).tasks().keySet()) {
      tasks.put(
          task,
          new TaskSpread(
              spread(own, r -> r.tasks().get(task).accuracy()),
              spread(own, r -> r.tasks().get(task).recallAtP90()),
              spread(own, r -> r.tasks().get(task).macroF1()),
              spread(own, r -> r.tasks().get(task).ece())));
    }
    return new VariantResult(
        variant,
        spread(own, TrialResult::accuracy),
        spread(own, TrialResult::recallAtP90),
        spread(own, TrialResult::macroF1),
        spread(own, TrialResult::ece),
        spread(own, TrialResult::mismatchAuroc),
        tasks,
        own.get(0).parameters(),
        spread(own, TrialResult::trainingItemsPerSecond),
        spread(own, TrialResult::cpuMinutes));
  }

  private static Spread spread(List<TrialResult> results, Function<TrialResult, Double> of) {
    List<Double> values = results.stream().map(of).filter(Objects::nonNull).toList();
    return values.isEmpty() ? null : Spread.of(values);
  }
}
