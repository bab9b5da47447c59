package io.cmaclip.model.predictor;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.pytorch.DeviceChoice;

/**
 * Settings of a predictor.
 *
 * @param threads intra-op threads of each predictor on the CPU, 1 to 1024; 0 selects PyTorch's
 *     default. Several predictors with one thread each have a higher throughput than one with
 *     several threads
 * @param precision number format of the matrix products
 * @param warmUpBatch size of the largest warm-up batch, 0 to 4096; 0 disables the warm-up
 */
public record PredictorSettings(
    DeviceChoice device, int threads, Precision precision, int warmUpBatch) {
  /** Automatic device, one thread, float32, warm-up with batches up to 32. */
  public static final PredictorSettings DEFAULT =
      new PredictorSettings(DeviceChoice.AUTO, 1, Precision.FLOAT32, 32);

  public PredictorSettings {
    if (threads < 0 || threads > 1024) {
      throw new UserException("threads = " + threads + ": must be between 0 and 1024");
    }
    if (warmUpBatch < 0 || warmUpBatch > 4096) {
      throw new UserException("warmUpBatch = " + warmUpBatch + ": must be between 0 and 4096");
    }
  }

  public PredictorSettings withDevice(DeviceChoice other) {
    return new PredictorSettings(other, threads, precision, warmUpBatch);
  }

  public PredictorSettings withWarmUpBatch(int batch) {
    return new PredictorSettings(device, threads, precision, batch);
  }

  public PredictorSettings withPrecision(Precision other) {
    return new PredictorSettings(device, threads, other, warmUpBatch);
  }
}
