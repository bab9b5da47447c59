package io.cmaclip.trainer.release;

import io.cmaclip.trainer.metrics.TaskMetrics;

/**
 * A task in one state of its listings, on validation data.
 *
 * @param metrics with temperature scaling
 * @param unscaledEce calibration error without it
 * @param majority accuracy of always answering the most frequent class of the training split
 * @param temperature that was fitted
 * @param acceptThreshold least confidence of accepted answers; null = accepts nothing
 * @param acceptedShare of labelled listings
 * @param acceptedPrecision of accepted answers; null when nothing is accepted
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
