package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What one run reached on the test listings. Shares and AUROC lie between 0 and 1.
 *
 * @param recipe as given to {@code train}
 * @param prompts by which the encoders answered in place of the heads; empty = the heads answered
 * @param mismatchAuroc of the mismatch score, mean over images and titles that were swapped here
 * @param parameters that are learned: of the encoders alone where prompts answer
 * @param trainingItemsPerSecond median over the epochs of the last stage that trained
 * @param cpuMinutes of training
 */
public record TrialResult(
    String variant,
    long seed,
    JsonNode recipe,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> prompts,
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
  public TrialResult {
    prompts = prompts == null ? List.of() : List.copyOf(prompts);
  }

  /** One task. */
  public record TaskResult(double accuracy, double recallAtP90, double macroF1, double ece) {}
}
