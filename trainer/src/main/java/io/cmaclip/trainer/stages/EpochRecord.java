package io.cmaclip.trainer.stages;

import java.util.Map;

/**
 * Figures of one epoch.
 *
 * @param stage name
 * @param epoch from 1 within the stage
 * @param loss mean loss over the steps of the epoch
 * @param tasks mean cross-entropy summed over tasks; 0 in contrastive training
 * @param contrastive mean InfoNCE
 * @param validation mean accuracy over the tasks; in contrastive training the share of validation
 *     images whose own title is the nearest of 256
 * @param accuracy per task; empty in contrastive training
 * @param itemsPerSecond listings trained on per second of wall time
 * @param waitedShare share of the epoch's wall time spent waiting for batches, 0 to 1
 * @param cpuSeconds CPU time of the run so far, including resumed parts
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
