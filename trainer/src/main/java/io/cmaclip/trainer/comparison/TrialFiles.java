package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import io.cmaclip.trainer.prediction.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads and writes the files of trials. Stateless. */
final class TrialFiles {
  /**
   * The result of a finished trial.
   *
   * @throws UserException when the result belongs to another recipe or other data
   */
  Optional<TrialResult> result(Trial trial, ComparedData data) throws IOException {
    if (!Files.exists(trial.result())) {
      return Optional.empty();
    }
    TrialResult result;
    try {
      result = Json.read(trial.result(), TrialResult.class);
    } catch (UserException e) {
      throw new UserException(e.getMessage() + "; delete it to run it again", e);
    }
    if (!result.recipe().equals(trial.variant().recipe())
        || !result.prompts().equals(trial.variant().prompts())
        || !result.data().equals(data.names())) {
      throw new UserException(
          trial.result()
              + " is the result of another recipe or other data: name another --out, or delete it");
    }
    return Optional.of(result);
  }

  /** All stored results of a variant, sorted by seed. */
  List<TrialResult> results(Variant variant, Path folder, ComparedData data) throws IOException {
    Path results = folder.resolve("results");
    Pattern own = Pattern.compile(Pattern.quote(variant.name()) + "-(-?\\d{1,18})\\.json");
    List<Long> seeds;
    try (Stream<Path> files = Files.list(results)) {
      seeds =
          files
              .map(file -> own.matcher(file.getFileName().toString()))
              .filter(Matcher::matches)
              .map(name -> Long.valueOf(name.group(1)))
              .sorted()
              .toList();
    }
    List<TrialResult> found = new ArrayList<>();
    for (long seed : seeds) {
      found.add(result(new Trial(variant, seed, folder), data).orElseThrow());
    }
    return found;
  }

  boolean isTrained(Trial trial) {
    return Files.exists(trial.bundle().resolve("report.json"))
        && !Files.exists(trial.checkpoints());
  }

  void writeRecipe(Trial trial) throws IOException {
    write(trial.recipe(), trial.variant().recipe());
  }

  /** Combines the reports of training and evaluation into a stored result. */
  TrialResult collect(Trial trial, ComparedData data) throws IOException {
    JsonNode report = Json.read(trial.bundle().resolve("report.json"), JsonNode.class);
    JsonNode metrics = Json.read(trial.evaluation().resolve("metrics.json"), JsonNode.class);
    Map<String, TrialResult.TaskResult> tasks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> task : metrics.path("tasks").properties()) {
      tasks.put(task.getKey(), taskResult(task.getValue()));
    }
    TrialResult.TaskResult mean = taskResult(metrics.path("mean"));
    TrialResult result =
        new TrialResult(
            trial.variant().name(),
            trial.seed(),
            trial.variant().recipe(),
            trial.variant().prompts(),
            data.names(),
            mean.accuracy(),
            mean.recallAtP90(),
            mean.macroF1(),
            mean.ece(),
            mismatchAuroc(metrics),
            tasks,
            parameters(trial, report),
            itemsPerSecond(report.path("history")),
            report.path("cpuMinutes").asDouble());
    write(trial.result(), result);
    return result;
  }

  private static TrialResult.TaskResult taskResult(JsonNode measures) {
    return new TrialResult.TaskResult(
        measures.path("accuracy").asDouble(),
        measures.path("recallAtP90").asDouble(),
        measures.path("macroF1").asDouble(),
        measures.path("ece").asDouble());
  }

  private static long parameters(Trial trial, JsonNode report) {
    if (trial.variant().prompts().isEmpty()) {
      return report.path("parameters").asLong();
    }
    BundleManifest manifest = Bundle.open(trial.bundle()).manifest();
    return manifest.architecture().weights(manifest.taskShapes()).clipParameterCount();
  }

  private static Double mismatchAuroc(JsonNode metrics) {
    JsonNode made = metrics.path("noise").path("made");
    List<JsonNode> both =
        List.of(
            made.path("picture swapped").path("auroc"), made.path("title swapped").path("auroc"));
    return both.stream().allMatch(JsonNode::isNumber)
        ? both.stream().mapToDouble(JsonNode::asDouble).average().orElseThrow()
        : null;
  }

  private static double itemsPerSecond(JsonNode history) {
    List<JsonNode> epochs = StreamSupport.stream(history.spliterator(), false).toList();
    if (epochs.isEmpty()) {
      return 0;
    }
    String last = epochs.get(epochs.size() - 1).path("stage").asText();
    double[] rates =
        epochs.stream()
            .filter(epoch -> epoch.path("stage").asText().equals(last))
            .mapToDouble(epoch -> epoch.path("itemsPerSecond").asDouble())
            .sorted()
            .toArray();
    return Arrays.stream(rates).skip((rates.length - 1) / 2).findFirst().orElseThrow();
  }

  /** Writes pretty-printed JSON atomically. */
  void write(Path file, Object value) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      out.writeLines(List.of(Json.pretty(value)));
      out.finish();
    }
  }
}
