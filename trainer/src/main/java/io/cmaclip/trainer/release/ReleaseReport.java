package io.cmaclip.trainer.release;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.stages.EpochRecord;
import java.util.List;
import java.util.Map;

/**
 * Content of {@code report.json} in a bundle's folder.
 *
 * @param meanAccuracy over the tasks, both modalities, validation data
 * @param meanRecallAtP90 recall at 90% precision, likewise
 * @param tasks by state, then by task; measured with the weights as stored
 * @param noise figures of the fitted noise scores
 * @param history epochs of all stages
 */
public record ReleaseReport(
    String name,
    double meanAccuracy,
    double meanRecallAtP90,
    Map<ModalityState, Map<String, TaskReport>> tasks,
    Map<String, Double> noise,
    List<EpochRecord> history,
    int trainingListings,
    int validationListings,
    long parameters,
    double cpuMinutes,
    double wallMinutes) {}
