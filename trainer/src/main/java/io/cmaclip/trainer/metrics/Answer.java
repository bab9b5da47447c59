package io.cmaclip.trainer.metrics;

/**
 * The prediction for a labelled item.
 *
 * @param confidence 0 to 1
 * @param correct whether the predicted class is the label
 */
public record Answer(double confidence, boolean correct) {}
