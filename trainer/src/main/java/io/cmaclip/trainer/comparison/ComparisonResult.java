package io.cmaclip.trainer.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came out of a comparison; {@code comparison.json} is this record.
 *
 * @param variants in the order asked for; differences are against the first
 * @param seeds that were asked for
 * @param runs of each variant by seed, those of other seeds that were run before included
 * @param inferenceItemsPerSecond by variant, of those whose bundle is at hand: forwards of 32
 *     listings by one thread, median of five rounds in which the bundles take turns
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
   * Mean over the seeds that both have of a variant's accuracy minus that of the first variant; NaN
   * where they have none in common.
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
