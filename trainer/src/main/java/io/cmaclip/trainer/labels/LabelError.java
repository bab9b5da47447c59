package io.cmaclip.trainer.labels;

/**
 * A label that is probably wrong.
 *
 * @param listing number of the listing in the data set, from 0
 * @param given the label
 * @param suggested the most probable class
 * @param selfConfidence out-of-sample probability of the given label, 0 to 1
 * @param margin probability of the given label minus that of the best other class, -1 to 1
 */
public record LabelError(
    int listing,
    String task,
    String given,
    String suggested,
    double selfConfidence,
    double margin) {}
