package io.cmaclip.streams.models;

import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.review.ReviewSettings;

/**
 * Settings of the model.
 *
 * @param precision number format of the matrix products
 * @param predictors number of concurrent predictors, at least 1
 * @param warmUpBatch largest batch of the warm-up
 * @param images how images are decoded
 */
public record ModelSettings(
    DeviceChoice device,
    Precision precision,
    int predictors,
    int warmUpBatch,
    ImageDecoding images,
    ReviewSettings review) {}
