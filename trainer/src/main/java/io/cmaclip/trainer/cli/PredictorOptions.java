package io.cmaclip.trainer.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import picocli.CommandLine.Option;

/** Number and device of the predictors of a command. */
final class PredictorOptions {
  private static final int MOST_WORKERS = 64;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Parallel predictors, 1 to 64. Default: one per processor.")
  private Integer workers;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "cpu, gpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  /**
   * Number of parallel predictors, 1 to 64.
   *
   * @throws UsageException when the number is out of range
   */
  int workers() {
    if (workers == null) {
      return Math.min(Runtime.getRuntime().availableProcessors(), MOST_WORKERS);
    }
    return Arguments.inRange("--workers", workers, 1, MOST_WORKERS);
  }

  /** Settings of each predictor, without warm-up. */
  PredictorSettings settings() {
    return PredictorSettings.DEFAULT.withDevice(DeviceChoice.of(device)).withWarmUpBatch(0);
  }
}
