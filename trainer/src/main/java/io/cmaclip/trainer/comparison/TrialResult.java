package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What one run reached on the test listings. Shares and AUROC lie between 0 and 1.
 *
 * @param recipe as given to {@code train}
 * @param mismatchAuroc of the mismatch score, mean over pictures and titles that were swapped here
 * @param parameters numbers in the weights
 * @param trainingItemsPerSecond median over the epochs of the last stage that trained
 * @param cpuMinutes of training
 */
public record TrialResult(
    String variant,
    long seed,
    JsonNode recipe,
    ComparedData.Names data,
    double accuracy,
    double recallAtP90,
    double macroF1,
    double ece,
    Double mismatchAuroc,
    Map<String, TaskResult> tasks,
    long parameters,
    double trainingItemsPerSecond,
    double cpuMinutes) {
  /** One task. */
  public record TaskResult(double accuracy, double recallAtP90, double macroF1, double ece) {}
}
