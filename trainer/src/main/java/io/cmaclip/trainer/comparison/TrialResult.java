package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Measures of one run on the test listings. Shares and AUROC are 0 to 1.
 *
 * @param recipe as given to {@code train}
 * @param prompts of a zero-shot variant; empty = the heads answer
 * @param mismatchAuroc of the mismatch score, mean over swapped images and swapped titles
 * @param parameters number of learned parameters; of the encoders alone for a zero-shot variant
 * @param trainingItemsPerSecond median over the epochs of the last stage
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
