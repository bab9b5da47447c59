package io.cmaclip.trainer.release;

import io.cmaclip.trainer.metrics.TaskMetrics;

/**
 * Results of a task in one modality state on the validation split.
 *
 * @param metrics with temperature scaling
 * @param unscaledEce calibration error without it
 * @param majority accuracy of always answering the most frequent class of the training split
 * @param temperature fitted temperature
 * @param acceptThreshold least confidence of accepted answers; null = accepts nothing
 * @param acceptedShare share of labelled listings whose answer is accepted
 * @param acceptedPrecision precision of accepted answers; null when nothing is accepted
 * @param meanImageWeight mean weight of the image in the modality-wise attention
 */
public record TaskReport(
    TaskMetrics metrics,
    double unscaledEce,
    double majority,
    double temperature,
    Double acceptThreshold,
    double acceptedShare,
    Double acceptedPrecision,
    double meanImageWeight) {}
