package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Predicts with a bundle of each fusion in every modality state. */
class FusionBundleTest {
  private static final PredictorSettings CPU =
      new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 2);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void bundlesOfEveryFusionPredictEveryState(Fusion fusion) throws Exception {
    TinyBundle.write(folder.resolve("tiny"), fusion);
    Bundle bundle = Bundle.open(folder.resolve("tiny"));
    assertThat(bundle.manifest().architecture().fusion()).isEqualTo(fusion);
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      List<Prediction> answers =
          predictor.predict(
              List.of(
                  TinyBundle.both(1, 5),
                  TinyBundle.both(2, 4),
                  TinyBundle.imageOnly(1),
                  TinyBundle.imageOnly(2),
                  TinyBundle.textOnly(1, 5),
                  TinyBundle.textOnly(2, 4)));
      for (TaskPrediction task : answers.get(0).tasks()) {
        assertThat(task.imageWeight() + task.textWeight()).isEqualTo(1);
        switch (fusion) {
          case CMA -> assertThat(task.imageWeight()).isStrictlyBetween(0.0, 1.0).isNotEqualTo(0.5);
          case IMAGE_ONLY -> assertThat(task.imageWeight()).isEqualTo(1);
          case TEXT_ONLY -> assertThat(task.imageWeight()).isEqualTo(0);
          default -> assertThat(task.imageWeight()).isEqualTo(0.5);
        }
      }
      for (int task = 0; task < 2; task++) {
        assertThat(answers.get(2).tasks().get(task).imageWeight()).isEqualTo(1);
        assertThat(answers.get(4).tasks().get(task).imageWeight()).isEqualTo(0);
        // A modality that the fusion does not use cannot affect the prediction.
        assertThat(difference(answers, 2, 3, task) < 1e-6).isEqualTo(fusion == Fusion.TEXT_ONLY);
        assertThat(difference(answers, 4, 5, task) < 1e-6).isEqualTo(fusion == Fusion.IMAGE_ONLY);
      }
    }
  }

  private static double difference(List<Prediction> answers, int one, int other, int task) {
    return Math.abs(
        answers.get(one).tasks().get(task).confidence()
            - answers.get(other).tasks().get(task).confidence());
  }
}
