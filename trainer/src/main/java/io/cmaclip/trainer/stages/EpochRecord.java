package io.cmaclip.trainer.stages;

import java.util.Map;

/**
 * One epoch as it went.
 *
 * @param stage name of the stage
 * @param epoch from 1 within the stage
 * @param loss mean over the epoch's steps of what was minimised
 * @param tasks mean cross-entropy summed over tasks; 0 in contrastive training
 * @param contrastive mean InfoNCE
 * @param validation mean accuracy over the tasks; in contrastive training the share of validation
 *     images whose own title is the nearest of 256
 * @param accuracy per task; empty in contrastive training
 * @param itemsPerSecond listings trained on per second of wall time
 * @param waitedShare of the wall time of the steps that passed waiting for batches, 0 to 1
 * @param cpuSeconds of the whole process so far, resumed runs added up
 */
public record EpochRecord(
    String stage,
    int epoch,
    double loss,
    double tasks,
    double contrastive,
    double validation,
    Map<String, Double> accuracy,
    double itemsPerSecond,
    double waitedShare,
    double cpuSeconds) {}
