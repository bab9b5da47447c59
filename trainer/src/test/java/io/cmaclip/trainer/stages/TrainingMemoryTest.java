package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TrainingMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 160;
  private static final int WARM = 40;
  private static final int BATCH = 128;
  private static final double MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  /** Trains through one long epoch and says its memory every few steps. */
  public static void main(String[] arguments) throws Exception {
    TinyRun.useOneThread();
    TrainingData tiny = TinyRun.data();
    TrainingData data =
        new TrainingData(
            TinyRun.TASKS,
            TinyRun.listings(BATCH * STEPS, 1),
            TinyRun.listings(48, 2),
            tiny.closesWord(),
            tiny.spoiler());
    Stage stage =
        new Stage(
            "end-to-end",
            Objective.CLASSIFICATION,
            1,
            BATCH,
            Map.of(
                ParameterGroup.CLIP,
                1e-3,
                ParameterGroup.SEQUENCE,
                1e-3,
                ParameterGroup.HEADS,
                1e-3),
            0.1,
            0.1);
    try (Training training =
        new Training(
            TinyRun.recipe(stage),
            TinyRun.ARCHITECTURE,
            data,
            7,
            Path.of(arguments[0]),
            WARM,
            () -> System.out.println("resident " + resident()))) {
      training.run(false);
    }
  }

  private static long resident() {
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nativeMemoryStaysFlatOverAnEpoch() throws Exception {
    assumeTrue(Files.exists(STATUS), "skipped: the resident set is read from /proc");
    try (TrainingProcess run =
        new TrainingProcess(TrainingMemoryTest.class.getName(), folder.resolve("run").toString())) {
      long warm = Long.parseLong(run.await("resident "));
      long last = warm;
      int told = 1;
      for (String next = run.await("resident "); next != null; next = run.await("resident ")) {
        last = Long.parseLong(next);
        told++;
      }
      assertThat(told).isGreaterThanOrEqualTo(STEPS / WARM);
      // A step's inputs alone take 98 KiB, what it keeps for its gradients several MiB: leaking
      // the inputs of 120 steps would be 11 MiB.
      assertThat((last - warm) / MEBIBYTE).isLessThan(8);
    }
  }
}
