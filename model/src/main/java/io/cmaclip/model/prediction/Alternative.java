package io.cmaclip.model.prediction;

/**
 * A label that was not chosen.
 *
 * @param confidence calibrated probability, 0 to 1
 */
public record Alternative(String label, double confidence) {}
