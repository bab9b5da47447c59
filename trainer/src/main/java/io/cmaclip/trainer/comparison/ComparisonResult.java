package io.cmaclip.trainer.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of a comparison; {@code comparison.json} is this record.
 *
 * @param variants in the requested order; differences are against the first
 * @param seeds requested seeds
 * @param runs by variant and seed, including earlier runs with other seeds
 * @param inferenceItemsPerSecond by variant, for bundles that exist: one thread, batches of 32,
 *     median of five interleaved rounds
 */
public record ComparisonResult(
    ComparedData.Names data,
    List<Long> seeds,
    List<VariantResult> variants,
    List<TrialResult> runs,
    Map<String, Double> inferenceItemsPerSecond) {
  public ComparisonResult {
    seeds = List.copyOf(seeds);
    variants = List.copyOf(variants);
    runs = List.copyOf(runs);
    inferenceItemsPerSecond =
        Collections.unmodifiableMap(new LinkedHashMap<>(inferenceItemsPerSecond));
  }

  /**
   * Accuracy of a variant minus that of the first variant, mean over their common seeds; NaN
   * without common seeds.
   */
  public double accuracyDifference(VariantResult variant) {
    String first = variants.get(0).variant();
    Map<Long, Double> accuracies =
        runs.stream()
            .filter(run -> run.variant().equals(first))
            .collect(Collectors.toMap(TrialResult::seed, TrialResult::accuracy));
    return runs.stream()
        .filter(run -> run.variant().equals(variant.variant()))
        .filter(run -> accuracies.containsKey(run.seed()))
        .mapToDouble(run -> run.accuracy() - accuracies.get(run.seed()))
        .average()
        .orElse(Double.NaN);
  }
}
