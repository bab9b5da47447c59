package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Fusion;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusionTrainingTest {
  @TempDir Path folder;

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void eachFusionLearnsTheTasksWhoseModalityItAsks(Fusion fusion) throws Exception {
    TrainingPlan plan =
        new TrainingPlan(
            TinyRun.recipe(TinyRun.contrastive(1), TinyRun.endToEnd(40), TinyRun.headsOnly(1)),
            TinyRun.architecture(fusion),
            TinyRun.data(),
            Start.RANDOM,
            7);
    try (Training training = TinyRun.training(plan, new Checkpoints(folder), folder)) {
      List<EpochRecord> history = training.run(false);
      assertThat(history).allSatisfy(epoch -> assertThat(epoch.loss()).isFinite());
      Map<String, Double> accuracy =
          history.stream()
              .max(Comparator.comparingDouble(EpochRecord::validation))
              .orElseThrow()
              .accuracy();
      // The image alone shows the colour, the title alone names the kind.
      assertThat(accuracy.get("colour") > 0.8).isEqualTo(fusion != Fusion.TEXT_ONLY);
      assertThat(accuracy.get("kind") > 0.8).isEqualTo(fusion != Fusion.IMAGE_ONLY);
    }
  }
}
