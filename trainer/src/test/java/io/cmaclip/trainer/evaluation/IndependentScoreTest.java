package io.cmaclip.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.review.ReviewCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares evaluations with the stored output of an independent scoring script, and with the script
 * itself where it and Python are present. Confidences have ties, the bundle lacks some labels, and
 * some listings could not be classified.
 */
class IndependentScoreTest {
  private static final double FOUR_DIGITS = 5.1e-5;
  private static final List<String> CLASSES = List.of("blue", "green", "red");
  private static final List<String> KINDS =
      List.of("none", "none", "none", "image_swap", "title_swap", "image_corrupt", "title_corrupt");

  @TempDir Path folder;
  private final TestObservations made = new TestObservations();
  private final List<String> rows = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  /** Output of the script for these listings. */
  private static final Map<String, Double> STORED = stored();

  private static Map<String, Double> stored() {
    Map<String, Double> stored = new TreeMap<>();
    stored.put("acceptedPrecision", 0.9091);
    stored.put("acceptedShare", 0.2829);
    stored.put("accuracy", 0.7791);
    stored.put("auroc any", 0.9785);
    stored.put("auroc image_corrupt", 0.9199);
    stored.put("auroc image_swap", 0.9391);
    stored.put("auroc title_corrupt", 0.9564);
    stored.put("auroc title_swap", 0.9159);
    stored.put("ece", 0.2855);
    stored.put("labelled", 661.0);
    stored.put("noiseFalseAlarms", 0.1641);
    stored.put("noiseRecall", 0.8598);
    stored.put("recallAtP90", 0.3268);
    stored.put("share", 0.5486);
    return stored;
  }

  @Test
  void figuresEqualTheStoredOutputOfTheScript() {
    make();
    agree(ours(), STORED);
  }

  @Test
  void figuresAgreeWithTheScriptToTheFourthDigit() throws Exception {
    Path script = sharedScript();
    assumeTrue(script != null, "no shared/checks/score_predictions.py beside the project");
    make();
    Files.write(folder.resolve("metadata.jsonl"), rows);
    Files.write(folder.resolve("p.jsonl"), lines);
    agree(ours(), theirs(run(script)));
  }

  private static void agree(Map<String, Double> ours, Map<String, Double> theirs) {
    assertThat(ours.keySet()).isEqualTo(theirs.keySet());
    theirs.forEach(
        (name, value) -> assertThat(ours.get(name)).as(name).isEqualTo(value, within(FOUR_DIGITS)));
  }

  private void make() {
    Random random = new Random(21);
    for (int i = 0; i < 700; i++) {
      String kind = KINDS.get(random.nextInt(KINDS.size()));
      String label = random.nextInt(40) == 0 ? "mauve" : CLASSES.get(random.nextInt(3));
      double confidence = Math.round(random.nextDouble() * 50) / 50.0;
      boolean right = random.nextDouble() < 0.4 + 0.6 * confidence;
      String answer = right && CLASSES.contains(label) ? label : CLASSES.get(random.nextInt(3));
      double noisy = kind.equals("none") ? 0 : 0.4;
      NoiseScores noise =
          new NoiseScores(score(random, noisy), score(random, noisy), score(random, noisy));
      boolean silent = random.nextInt(50) == 0;
      boolean labelled = random.nextInt(20) > 0;
      ReviewCode alarm =
          noise.mismatch() > 0.5
              ? ReviewCode.MODALITY_MISMATCH
              : noise.image() > 0.8 ? ReviewCode.NOISY_IMAGE : null;
      Outcome outcome =
          alarm == null
              ? TestObservations.outcome(answer, confidence, confidence > 0.7, 0.25, noise)
              : TestObservations.outcome(answer, confidence, confidence > 0.7, 0.25, noise, alarm);
      add(i, kind, labelled ? label : null, silent ? null : outcome);
    }
  }

  private static double score(Random random, double lift) {
    return Math.round(lift * 100 + random.nextInt(60)) / 100.0;
  }

  private void add(int id, String kind, String label, Outcome outcome) {
    TestObservations.One one =
        label == null
            ? made.listing("t", "noise", kind)
            : made.listing("t", "noise", kind, "colour", label);
    boolean review = outcome == null || !outcome.alarms().isEmpty();
    if (outcome != null) {
      one.outcome(Perturbation.AS_GIVEN, outcome);
    }
    one.add(review);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", Integer.toString(id));
    row.put("title", "t");
    row.put("noise", kind);
    if (label != null) {
      row.put("colour", label);
    }
    rows.add(JsonOutput.line(row));
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", Integer.toString(id));
    line.put("noise", outcome == null ? NoiseScores.NONE : outcome.noise());
    line.put("review", outcome == null ? List.of("TEXT_MISSING") : outcome.alarms());
    line.put("tasks", outcome == null ? Map.of() : Map.of("colour", task(outcome.tasks().get(0))));
    lines.add(JsonOutput.line(line));
  }

  private static Map<String, Object> task(Outcome.Task task) {
    return Map.of(
        "label", task.label(),
        "confidence", task.confidence(),
        "accepted", task.accepted(),
        "imageWeight", task.imageWeight(),
        "textWeight", 1 - task.imageWeight());
  }

  private Map<String, Double> ours() {
    Evaluation evaluation = made.evaluate(TrainingFacts.UNKNOWN);
    Measures colour = evaluation.tasks().get("colour").measures();
    Map<String, Double> ours = new TreeMap<>();
    ours.put("labelled", (double) colour.labelled());
    ours.put("accuracy", colour.accuracy());
    ours.put("recallAtP90", colour.recallAtP90());
    ours.put("ece", colour.ece());
    ours.put("acceptedShare", colour.acceptedShare());
    ours.put("acceptedPrecision", colour.acceptedPrecision());
    evaluation.noise().kinds().forEach((kind, of) -> ours.put("auroc " + kind, of.auroc()));
    ours.put("auroc any", evaluation.noise().anyAuroc());
    ours.put("noiseRecall", evaluation.noise().recall().share());
    ours.put("noiseFalseAlarms", evaluation.noise().falseAlarms().get("any").share());
    ours.put("share", evaluation.review().share());
    return ours;
  }

  private static Map<String, Double> theirs(JsonNode scored) {
    Map<String, Double> theirs = new TreeMap<>();
    JsonNode colour = scored.path("tasks").path("colour");
    Set.of("labelled", "accuracy", "recallAtP90", "ece", "acceptedShare", "acceptedPrecision")
        .forEach(name -> theirs.put(name, colour.path(name).asDouble(Double.NaN)));
    scored
        .path("noise")
        .properties()
        .forEach(e -> theirs.put("auroc " + e.getKey(), e.getValue().path("auroc").asDouble()));
    scored
        .path("review")
        .properties()
        .forEach(e -> theirs.put(e.getKey(), e.getValue().asDouble()));
    return theirs;
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
}
