package io.cmaclip.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds our figures against the independent scoring script, where it and Python are present. */
class ReferenceScoreTest {
  @TempDir Path folder;

  @Test
  void ourFiguresAgreeWithTheIndependentScriptToTheFourthDigit() throws Exception {
    Path script = sharedScript();
    assumeTrue(script != null, "no shared/checks/score_predictions.py beside the project");
    Random random = new Random(21);
    List<Answer> answers = new ArrayList<>();
    List<Double> swapped = new ArrayList<>();
    List<Double> clean = new ArrayList<>();
    StringBuilder rows = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      double confidence = Math.round(random.nextDouble() * 50) / 50.0;
      boolean correct = random.nextDouble() < 0.7 + 0.3 * confidence;
      boolean swap = random.nextInt(10) == 0;
      double mismatch = Math.round((swap ? 0.4 : 0) * 100 + random.nextInt(60)) / 100.0;
      answers.add(new Answer(confidence, correct));
      (swap ? swapped : clean).add(mismatch);
      rows.append(
          String.format(
              Locale.ROOT,
              "{\"id\":\"%d\",\"title\":\"t\",\"colour\":\"red\",\"noise\":\"%s\"}%n",
              i,
              swap ? "image_swap" : "none"));
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"id\":\"%d\",\"noise\":{\"mismatch\":%s},\"review\":[],\"tasks\":{\"colour\":"
                  + "{\"label\":\"%s\",\"confidence\":%s,\"accepted\":false,"
                  + "\"imageWeight\":0.5,\"textWeight\":0.5}}}%n",
              i,
              mismatch,
              correct ? "red" : "blue",
              confidence));
    }
    Files.writeString(folder.resolve("metadata.jsonl"), rows);
    Files.writeString(folder.resolve("p.jsonl"), lines);
    JsonNode scored = run(script);

    TaskMetrics ours = TaskMetrics.of(answers);
    JsonNode task = scored.path("tasks").path("colour");
    assertThat(ours.accuracy()).isEqualTo(task.path("accuracy").asDouble(), within(5e-5));
    assertThat(ours.recallAtP90()).isEqualTo(task.path("recallAtP90").asDouble(), within(5e-5));
    assertThat(ours.ece()).isEqualTo(task.path("ece").asDouble(), within(5e-5));
    assertThat(Auroc.of(array(swapped), array(clean)))
        .isEqualTo(scored.path("noise").path("image_swap").path("auroc").asDouble(), within(5e-5));
  }

  private JsonNode run(Path script) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3",
                  script.toString(),
                  "--data",
                  folder.toString(),
                  "--predictions",
                  folder.resolve("p.jsonl").toString())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 on this machine");
      throw e;
    }
    JsonNode result = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return result;
  }

  private static Path sharedScript() {
    String given = System.getProperty("cmaclip.shared");
    if (given != null) {
      return existing(Path.of(given));
    }
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path found = existing(up.resolve("shared"));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Path existing(Path shared) {
    Path script = shared.resolve("checks/score_predictions.py");
    return Files.isRegularFile(script) ? script : null;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
