package io.cmaclip.it.year;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What an operator does in the year, with the commands of the manual. Used by one thread. */
final class Operator {
  /** Frozen encoders: each listing is encoded once. */
  private static final String RECIPE =
      """
      {"preset": "garments", "stages": {
        "contrastive": {"epochs": 0},
        "end-to-end": {"epochs": 6, "varied": false,
          "learningRates": {"heads": 0.001}}}}
      """;

  static final String PROMOTED = "promoted";

  private static final int CATALOGUE = 2500;

  /** Audited listings after which the operator recalibrates a model for the first time. */
  private static final int ENOUGH = 300;

  private final ServedBundle served;
  private final Path folder;

  /** Audited listings before the model in service was put there. */
  private int formerlyAudited;

  /**
   * @param folder for data sets and candidates
   */
  Operator(ServedBundle served, Path folder) {
    this.served = served;
    this.folder = folder;
  }

  /** Renders listings. */
  Path render(String name, int count, int seed) throws IOException, InterruptedException {
    Path out = folder.resolve(name);
    var unused =
        served.run("garments", "--out", out.toString(), "--count", "" + count, "--seed", "" + seed);
    return out;
  }

  /**
   * Recalibrates if enough answers of the model are audited.
   *
   * @param audited listings so far
   * @return what was changed
   */
  String recalibrate(int audited) throws IOException, InterruptedException {
    if (audited - formerlyAudited < ENOUGH) {
      return "";
    }
    JsonNode result = served.runOnTopics("recalibrate", "--bundle", served.folder().toString());
    List<String> notes = new ArrayList<>();
    result.path("tasks").properties().forEach(task -> note(task.getKey(), task.getValue(), notes));
    return String.join(", ", notes);
  }

  private static void note(String name, JsonNode task, List<String> notes) {
    if (task.path("beforeDrift").asInt() > 0) {
      notes.add("drift of " + name + " found");
    }
    task.path("recalibration")
        .path("refused")
        .forEach(label -> notes.add(label.asText() + " refused"));
  }

  /**
   * Trains on the catalogue and on what was decided, and promotes the result.
   *
   * @param auditedSoFar listings so far
   * @return the result
   */
  String retrain(int auditedSoFar) throws IOException, InterruptedException {
    Path data = folder.resolve("retraining");
    Files.createDirectories(data);
    JsonNode decided =
        served.runOnTopics(
            "collect", "--without-audit", "--out", data.resolve("decided").toString());
    Path validation = audited("validation", 0);
    Path comparison = audited("comparison", 1);
    render("retraining/catalogue", CATALOGUE, 1);
    for (Path set :
        List.of(data.resolve("decided"), data.resolve("catalogue"), validation, comparison)) {
      rename(set.resolve("metadata.jsonl"));
    }
    Path recipe = Files.writeString(folder.resolve("recipe.json"), RECIPE);
    Path candidate = folder.resolve("candidate");
    var trained =
        served.run(
            "train",
            "--data",
            data.toString(),
            "--validation",
            validation.toString(),
            "--tasks",
            String.join(",", Stock.TASKS),
            "--encoders",
            served.folder().toString(),
            "--config",
            recipe.toString(),
            "--no-report",
            "--out",
            candidate.toString());
    JsonNode promoted =
        served.run(
            "promote",
            "--bundle",
            served.folder().toString(),
            "--candidate",
            candidate.toString(),
            "--data",
            comparison.toString());
    boolean isPromoted = promoted.path("promoted").asBoolean();
    formerlyAudited = isPromoted ? auditedSoFar : formerlyAudited;
    return String.format(
        Locale.ROOT,
        "retrained on %,d decided listings in %.1f CPU minutes; of %,d audited %,d better, %,d"
            + " worse: %s",
        decided.path("rows").asInt(),
        trained.path("cpuMinutes").asDouble(),
        promoted.path("comparison").path("listings").asInt(),
        promoted.path("comparison").path("better").asInt(),
        promoted.path("comparison").path("worse").asInt(),
        isPromoted ? PROMOTED : "the bundle stays");
  }

  /** A half of the audit sample: one sets the thresholds of the candidate, one compares. */
  private Path audited(String name, int half) throws IOException, InterruptedException {
    Path out = folder.resolve(name);
    var unused = served.runOnTopics("collect", "--audited", "--out", out.toString());
    Path metadata = out.resolve("metadata.jsonl");
    List<String> rows = Files.readAllLines(metadata);
    Files.write(
        metadata,
        IntStream.range(0, rows.size()).filter(i -> i % 2 == half).mapToObj(rows::get).toList());
    return out;
  }

  /** Labels from before the classes were renamed get the new names, as in the shop's catalogue. */
  private static void rename(Path metadata) throws IOException {
    String text = Files.readString(metadata);
    for (Map.Entry<String, String> name : Stock.NEW_NAMES.entrySet()) {
      text =
          text.replaceAll(
              "\"style\":\\s*\"" + name.getKey() + "\"", "\"style\":\"" + name.getValue() + "\"");
    }
    Files.writeString(metadata, text);
  }
}
