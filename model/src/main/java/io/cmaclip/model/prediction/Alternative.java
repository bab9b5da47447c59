package io.cmaclip.model.prediction;

/**
 * A label with its probability.
 *
 * @param confidence calibrated probability, 0 to 1
 */
public record Alternative(String label, double confidence) {}
