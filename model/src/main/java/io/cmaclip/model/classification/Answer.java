package io.cmaclip.model.classification;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;

/**
 * Result for one listing.
 *
 * @param prediction null when neither modality is usable
 * @param reasons for review, may be empty
 * @param priority of the review, 0 to 1
 */
public record Answer(
    String id,
    Prepared prepared,
    Prediction prediction,
    List<ReviewReason> reasons,
    double priority) {}
