package io.cmaclip.streams.feedback;

import io.cmaclip.model.calibration.Recalibration;

/**
 * Recalibration of a task.
 *
 * @param naive precision of all decided accepted labels, without weights; biased, because reviewed
 *     listings are not a random sample; null without such labels
 * @param naiveAnswers number of these labels
 * @param otherModel audited answers that are not used, because another model gave them
 * @param beforeDrift audited answers that are not used, because answers have been right more or
 *     less often since
 */
public record TaskReport(
    Recalibration recalibration, Double naive, int naiveAnswers, int otherModel, int beforeDrift) {}
