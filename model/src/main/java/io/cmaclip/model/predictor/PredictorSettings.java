package io.cmaclip.model.predictor;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.pytorch.DeviceChoice;

/**
 * How a predictor runs.
 *
 * @param threads intra-op threads of each predictor on the CPU, 1 to 1024; 0 leaves PyTorch's own
 *     choice. Several predictors of one thread each do more than one of several threads
 * @param halfPrecision float16 weights and arithmetic; for GPUs
 * @param warmUpBatch size of the largest batch of the warm-up, 0 to 4096; 0 for none
 */
public record PredictorSettings(
    DeviceChoice device, int threads, boolean halfPrecision, int warmUpBatch) {
  /** Device chosen by PyTorch's abilities, one thread, float32, batches up to 32 warmed up. */
  public static final PredictorSettings DEFAULT =
      new PredictorSettings(DeviceChoice.AUTO, 1, false, 32);

  public PredictorSettings {
    if (threads < 0 || threads > 1024) {
      throw new UserException("threads = " + threads + ": must be between 0 and 1024");
    }
    if (warmUpBatch < 0 || warmUpBatch > 4096) {
      throw new UserException("warmUpBatch = " + warmUpBatch + ": must be between 0 and 4096");
    }
  }

  public PredictorSettings withDevice(DeviceChoice other) {
    return new PredictorSettings(other, threads, halfPrecision, warmUpBatch);
  }

  public PredictorSettings withWarmUpBatch(int batch) {
    return new PredictorSettings(device, threads, halfPrecision, batch);
  }
}
