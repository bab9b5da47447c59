package io.cmaclip.streams.models;

import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.review.ReviewSettings;

/**
 * Settings of the model.
 *
 * @param predictors number of concurrent predictors, at least 1
 * @param warmUpBatch largest batch of the warm-up
 * @param images how images are decoded
 */
public record ModelSettings(
    DeviceChoice device,
    boolean halfPrecision,
    int predictors,
    int warmUpBatch,
    ImageDecoding images,
    ReviewSettings review) {}
