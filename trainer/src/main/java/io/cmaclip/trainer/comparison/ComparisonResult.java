package io.cmaclip.trainer.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came out of a comparison; {@code comparison.json} is this record.
 *
 * @param variants in the order asked for; differences are against the first
 * @param runs seed by seed
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
   * Mean over the seeds of a variant's accuracy minus that of the first variant with the same seed.
   */
  public double accuracyDifference(VariantResult variant) {
    String first = variants.get(0).variant();
    return seeds.stream()
        .mapToDouble(seed -> run(variant.variant(), seed).accuracy() - run(first, seed).accuracy())
        .average()
        .orElse(0);
  }

  private TrialResult run(String variant, long seed) {
    return runs.stream()
        .filter(r -> r.variant().equals(variant) && r.seed() == seed)
        .findFirst()
        .orElseThrow();
  }
}
