package io.cmaclip.trainer.metrics;

/**
 * One answer to a labelled item.
 *
 * @param confidence 0 to 1
 * @param correct whether the answered class is the labelled one
 */
public record Answer(double confidence, boolean correct) {}
