package io.cmaclip.streams.models;

import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.review.ReviewSettings;

/**
 * How the model is run.
 *
 * @param predictors copies at the same time, at least 1
 * @param warmUpBatch largest batch of the warm-up
 */
public record ModelSettings(
    DeviceChoice device,
    boolean halfPrecision,
    int predictors,
    int warmUpBatch,
    ReviewSettings review) {}
