package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(300)
class TrainingMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 180;
  private static final int WARM = 40;
  private static final int BATCH = 128;
  private static final double MEBIBYTE = 1 << 20;
  private static final String RESIDENT = "resident ";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  /** Trains one long epoch and prints its memory every few steps. */
  public static void main(String[] arguments) throws Exception {
    TinyRun.useOneThread();
    TrainingData tiny = TinyRun.data();
    TrainingData data =
        new TrainingData(
            TinyRun.TASKS,
            TinyRun.listings(BATCH * STEPS, 1),
            TinyRun.listings(48, 2),
            tiny.closesWord(),
            tiny.corruption());
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
            0.1,
            true);
    try (Training training =
        TinyRun.training(
            TinyRun.plan(TinyRun.recipe(stage), data),
            new Checkpoints(
                Path.of(arguments[0]), WARM, () -> System.out.println(RESIDENT + resident())),
            Path.of(arguments[0]))) {
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
    // The heap is resident from the start, so all growth is native.
    try (JavaProcess run =
        JavaProcess.of(TrainingMemoryTest.class)
            .heap("96m")
            .options("-Xms96m", "-XX:+AlwaysPreTouch")
            .start(folder.resolve("run").toString())) {
      assertThat(run.awaitEnd(PATIENCE)).as("%s", run).isZero();
      List<Long> told =
          run.out().stream()
              .filter(line -> line.startsWith(RESIDENT))
              .map(line -> Long.valueOf(line.substring(RESIDENT.length())))
              .toList();
      assertThat(told).hasSizeGreaterThan(STEPS / WARM);
      // A single figure may include buffers that are about to be freed; a leak raises all figures.
      long last = Math.min(told.get(told.size() - 1), told.get(told.size() - 2));
      // A step's inputs alone take 98 KiB, what it keeps for its gradients several MiB: leaking
      // the inputs of the 110 steps between would be 10 MiB.
      assertThat((last - told.get(0)) / MEBIBYTE).isLessThan(8);
    }
  }
}
