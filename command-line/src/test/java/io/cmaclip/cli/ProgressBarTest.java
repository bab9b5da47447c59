package io.cmaclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private long now;

  @Test
  void repaintsOneLineOnATerminal() {
    try (ProgressBar bar = bar(true, 200)) {
      pass(Duration.ofSeconds(1));
      bar.step(50);
      pass(Duration.ofSeconds(1));
      bar.step(50);
    }
    assertThat(text().split("\r\033\\[K"))
        .containsExactly(
            "",
            "predict ██████░░░░░░░░░░░░░░░░░░  25%  50 of 200 listings  50.0/s  0:03 left",
            "predict ████████████░░░░░░░░░░░░  50%  100 of 200 listings  50.0/s  0:02 left",
            "predict: 100 listings in 0:02, 50.0/s\n");
  }

  @Test
  void printsAPlainLineEveryFiveSecondsWithoutATerminal() {
    try (ProgressBar bar = bar(false, 1000)) {
      for (int second = 0; second < 12; second++) {
        pass(Duration.ofSeconds(1));
        bar.step(10);
      }
    }
    List<String> lines = text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("predict   5%  50 of 1,000 listings  10.0/s  1:35 left");
    assertThat(text()).doesNotContain("\r").doesNotContain("\033");
  }

  @Test
  void paintsOnceForManySimultaneousSteps() {
    try (ProgressBar bar = bar(true, 1000)) {
      pass(Duration.ofMillis(150));
      for (int i = 0; i < 500; i++) {
        bar.step(1);
      }
    }
    assertThat(text().split("\r", -1)).hasSize(3);
  }

  @Test
  void showsCountAndElapsedTimeIfTheTotalIsUnknown() {
    try (ProgressBar bar = bar(true, 0)) {
      bar.note("loss 0.52");
      pass(Duration.ofSeconds(70));
      bar.step(700);
    }
    assertThat(text()).contains("predict 700 listings  10.0/s  1:10  loss 0.52");
  }

  @Test
  void remainingTimeOfStepsThatTakeMinutesCountsDown() {
    try (ProgressBar bar = bar(false, 9)) {
      for (int run = 0; run < 3; run++) {
        pass(Duration.ofMinutes(10));
        bar.step(1);
      }
      pass(Duration.ofMinutes(4));
      bar.note("cma-2");
      pass(Duration.ofMinutes(11));
      bar.note("cma-2");
    }
    assertThat(text().lines())
        .endsWith(
            "predict  33%  3 of 9 listings  6.0/h  1:00:00 left",
            "predict  33%  3 of 9 listings  6.0/h  56:00 left  cma-2",
            "predict  33%  3 of 9 listings  4.0/h  1:15:00 left  cma-2",
            "predict: 3 listings in 45:00, 4.0/h, cma-2");
  }

  @Test
  void fillsTheBarToAnEighthOfACharacter() {
    assertThat(ProgressBar.bar(0)).isEqualTo("░".repeat(24));
    assertThat(ProgressBar.bar(1)).isEqualTo("█".repeat(24));
    assertThat(ProgressBar.bar(1.5 / 24)).isEqualTo("█▌" + "░".repeat(22));
  }

  @Test
  void cutsTheLineToTheTerminalWidth() {
    try (ProgressBar bar = bar(true, 200)) {
      bar.note("x".repeat(300));
      pass(Duration.ofSeconds(1));
      bar.step(50);
    }
    assertThat(text().split("\r\033\\[K")[1]).hasSize(119);
  }

  private ProgressBar bar(boolean terminal, long total) {
    return new ProgressBar(
        "predict",
        "listings",
        total,
        new Terminal(terminal, terminal, 120, true),
        new PrintStream(written, true, StandardCharsets.UTF_8),
        () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
