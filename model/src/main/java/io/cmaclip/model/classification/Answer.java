package io.cmaclip.model.classification;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;

/**
 * What a bundle says of one listing.
 *
 * @param prediction null when neither modality is usable
 * @param reasons for review, possibly none
 * @param priority of the review, 0 to 1
 */
public record Answer(
    String id,
    Prepared prepared,
    Prediction prediction,
    List<ReviewReason> reasons,
    double priority) {}
