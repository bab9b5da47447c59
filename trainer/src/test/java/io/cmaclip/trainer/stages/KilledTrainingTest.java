package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills and resumes a training process once in each stage, between two checkpoints. */
@Timeout(300)
class KilledTrainingTest {
  private static final int STEPS_PER_CHECKPOINT = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  /** The paper's stages: contrastive, frozen encoders (encoded once), end to end, heads only. */
  private static Recipe recipe() {
    return TinyRun.recipe(
        TinyRun.contrastive(2), TinyRun.encodedOnce(2), TinyRun.endToEnd(2), TinyRun.headsOnly(2));
  }

  /**
   * Trains, or goes on, and says each checkpoint's stage. At the second one within the stage where
   * it is to be killed it waits for that.
   */
  public static void main(String[] arguments) throws Exception {
    TinyRun.useOneThread();
    Path checkpoints = Path.of(arguments[0]);
    int last = Integer.parseInt(arguments[1]);
    int[] seen = new int[1];
    Runnable tell =
        () -> {
          int stage = stage(checkpoints);
          System.out.println("stage " + stage);
          if (stage == last && ++seen[0] == 2) {
            awaitKill();
          }
        };
    try (Training training = training(checkpoints, tell)) {
      training.run(true);
    }
  }

  private static void awaitKill() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int stage(Path checkpoints) {
    try {
      JsonNode pointer =
          new ObjectMapper().readTree(checkpoints.resolve("checkpoint.json").toFile());
      return pointer.path("progress").path("position").path("stage").asInt(-1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Training training(Path checkpoints, Runnable afterCheckpoint) {
    return TinyRun.training(
        TinyRun.plan(recipe(), TinyRun.data()),
        new Checkpoints(checkpoints, STEPS_PER_CHECKPOINT, afterCheckpoint),
        checkpoints);
  }

  @Test
  void aRunKilledInEveryStageEndsWithTheWeightsOfAnUninterruptedRunBitForBit() throws Exception {
    WeightMap undisturbed;
    try (Training whole = training(folder.resolve("whole"), () -> {})) {
      whole.run(false);
      undisturbed = whole.model().copy();
    }
    Path checkpoints = folder.resolve("killed");
    for (int stage = 0; stage < recipe().stages().size(); stage++) {
      try (JavaProcess run =
          JavaProcess.of(KilledTrainingTest.class)
              .start(checkpoints.toString(), Integer.toString(stage))) {
        // Killed after its first checkpoint in the stage, at some later step.
        assertThat(run.awaitLine(("stage " + stage)::equals, PATIENCE)).as("%s", run).isNotNull();
        run.kill();
      }
      assertThat(stage(checkpoints)).isEqualTo(stage);
    }
    try (Training resumed = training(checkpoints, () -> {})) {
      resumed.run(true);
      WeightMap weights = resumed.model().copy();
      for (String name : undisturbed.names()) {
        assertThat(weights.get(name).data()).as(name).isEqualTo(undisturbed.get(name).data());
      }
    }
  }
}
