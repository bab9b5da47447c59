package io.cmaclip.model.predictor;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Records the outputs for a bundle's self-test. */
public final class SelfTestRecorder {
  private SelfTestRecorder() {}

  /**
   * Records the outputs of these weights on the CPU in float32.
   *
   * @param weights as stored: with float16 weights, the converted ones
   * @param listings a few, with image and text, image only and text only
   */
  public static SelfTest record(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      List<PreparedListing> listings)
      throws IOException {
    PredictorSettings settings = new PredictorSettings(DeviceChoice.CPU, 0, Precision.FLOAT32, 0);
    LoadedModel model = LoadedModel.load(architecture, tasks, weights, settings, 1);
    try {
      float[][] outputs = new float[listings.size()][];
      BatchBuffers inputs = new BatchBuffers(architecture);
      for (int i = 0; i < outputs.length; i++) {
        float[] row = model.serve(inputs, List.of(listings.get(i)));
        outputs[i] = Arrays.copyOf(row, model.layout().columns());
      }
      return new SelfTest(listings, outputs);
    } finally {
      model.release();
    }
  }
}
