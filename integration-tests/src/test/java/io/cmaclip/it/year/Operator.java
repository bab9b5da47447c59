package io.cmaclip.it.year;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an operator does in the year, with the commands of the manual. Used by one thread. */
final class Operator {
  /** Frozen encoders: each listing is encoded once. */
  private static final String RECIPE =
      """
      {"preset": "garments", "stages": {
        "contrastive": {"epochs": 0},
        "end-to-end": {"epochs": 3, "batch": 64, "varied": false,
          "learningRates": {"sequence": 0.001, "heads": 0.001}}}}
      """;

  private static final int CATALOGUE = 2500;

  private final ServedBundle served;
  private final Path folder;

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

  /** Recalibrates, and returns what was changed. */
  String recalibrate() throws IOException, InterruptedException {
    JsonNode result = served.runOnTopics("recalibrate", "--bundle", served.folder().toString());
    List<String> notes = new ArrayList<>();
    result
        .path("tasks")
        .properties()
        .forEach(
            task ->
                task.getValue()
                    .path("recalibration")
                    .path("refused")
                    .forEach(label -> notes.add(label.asText() + " refused")));
    return String.join(", ", notes);
  }

  /** Trains on the catalogue and on what was decided, and promotes the result. */
  String retrain() throws IOException, InterruptedException {
    Path data = folder.resolve("retraining");
    Files.createDirectories(data);
    JsonNode decided =
        served.runOnTopics(
            "collect", "--without-audit", "--out", data.resolve("decided").toString());
    Path audited = folder.resolve("audited");
    var unused = served.runOnTopics("collect", "--audited", "--out", audited.toString());
    render("retraining/catalogue", CATALOGUE, 1);
    for (Path set : List.of(data.resolve("decided"), data.resolve("catalogue"), audited)) {
      rename(set.resolve("metadata.jsonl"));
    }
    Path recipe = Files.writeString(folder.resolve("recipe.json"), RECIPE);
    Path candidate = folder.resolve("candidate");
    var trained =
        served.run(
            "train",
            "--data",
            data.toString(),
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
            audited.toString());
    return String.format(
        Locale.ROOT,
        "retrained on %,d decided listings in %.1f CPU minutes, promoted on %,d audited: %,d"
            + " better, %,d worse",
        decided.path("rows").asInt(),
        trained.path("cpuMinutes").asDouble(),
        promoted.path("comparison").path("listings").asInt(),
        promoted.path("comparison").path("better").asInt(),
        promoted.path("comparison").path("worse").asInt());
  }

  /** Labels from before the class was renamed get its new name, as in the shop's catalogue. */
  private static void rename(Path metadata) throws IOException {
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replaceAll(
                "\"style\":\\s*\"" + Stock.FORMER_NAME + "\"",
                "\"style\":\"" + Stock.NEW_NAME + "\""));
  }
}
