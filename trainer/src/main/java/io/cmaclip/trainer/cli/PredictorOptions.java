package io.cmaclip.trainer.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import picocli.CommandLine.Option;

/** How many predictors a command over many listings runs, and where. */
final class PredictorOptions {
  private static final int MOST_WORKERS = 64;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Predictors side by side, 1 to 64. Default: one per processor.")
  private Integer workers;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "cpu, gpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  /**
   * Predictors side by side, 1 to 64.
   *
   * @throws UserException when another number was asked for
   */
  int workers() {
    if (workers == null) {
      return Math.min(Runtime.getRuntime().availableProcessors(), MOST_WORKERS);
    }
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new UsageException(
          "--workers = " + workers + ": must be between 1 and " + MOST_WORKERS);
    }
    return workers;
  }

  /** Of each predictor; none is warmed up. */
  PredictorSettings settings() {
    return PredictorSettings.DEFAULT.withDevice(DeviceChoice.of(device)).withWarmUpBatch(0);
  }
}
