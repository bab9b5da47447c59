package io.cmaclip.trainer.labels;

/** Which items confident learning takes as label errors (Northcutt et al. 2021, section 3.2). */
public enum Prune {
  /**
   * Prune by noise rate: for each pair of given label i and true label j, the estimated number of
   * such errors, those with the largest margin p(j) - p(i).
   */
  NOISE_RATE,
  /** Prune by class: for each given label, the estimated number of errors with the lowest p(i). */
  CLASS,
  /** The items that both others take. */
  BOTH
}
