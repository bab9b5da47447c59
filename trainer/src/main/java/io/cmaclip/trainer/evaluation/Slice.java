package io.cmaclip.trainer.evaluation;

import java.util.Map;

/**
 * Measures of a subset of the listings.
 *
 * @param tasks measures by task
 * @param falseAlarms share of its clean listings that raise a noise alarm
 * @param review share of its listings that go to review
 */
public record Slice(
    int listings,
    Map<String, Measures> tasks,
    NoiseEvaluation.Rate falseAlarms,
    NoiseEvaluation.Rate review) {}
