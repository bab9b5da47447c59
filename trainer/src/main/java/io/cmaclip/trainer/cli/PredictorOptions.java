package io.cmaclip.trainer.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import picocli.CommandLine.Option;

/** Number, device and number format of the predictors of a command. */
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

  @Option(
      names = "--precision",
      paramLabel = "FORMAT",
      defaultValue = "float32",
      description =
          "Number format of the matrix products on the CPU: float32, bfloat16, int8 or auto, as the"
              + " service's precision. Default: ${DEFAULT-VALUE}.")
  private String precision;

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
    Precision format =
        Precision.find(precision)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--precision = " + precision + ": must be " + Precision.RANGE));
    return PredictorSettings.DEFAULT
        .withDevice(DeviceChoice.of(device))
        .withPrecision(format)
        .withWarmUpBatch(0);
  }
}
