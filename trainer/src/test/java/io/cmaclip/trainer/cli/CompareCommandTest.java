package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.huggingface.ClipImport;
import io.cmaclip.model.huggingface.HuggingFaceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  /** Trained once; tests that continue a comparison begin with a copy of its output. */
  @TempDir private static Path shared;

  private static final CommandRun FIRST = new CommandRun();

  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @BeforeAll
  static void compareTwoFusionsWithTwoSeeds() throws IOException {
    ColouredListings.write(Files.createDirectory(shared.resolve("listings")));
    assertThat(compare(FIRST, shared, "--fusions=cma,text-only", "--seeds=1,2", "--json"))
        .as(FIRST::err)
        .isZero();
  }

  @BeforeEach
  void writeListings() throws IOException {
    ColouredListings.write(Files.createDirectory(folder.resolve("listings")));
  }

  @Test
  void trainsEveryFusionWithEverySeedAndReportsOneTable() throws IOException {
    Path to = shared.resolve("compared");
    JsonNode json = FIRST.json();
    assertThat(json.path("runs")).hasSize(4);
    JsonNode fused = json.path("variants").path(0);
    JsonNode text = json.path("variants").path(1);
    assertThat(fused.path("variant").asText()).isEqualTo("cma");
    assertThat(text.path("variant").asText()).isEqualTo("text-only");
    // Only images show the colour.
    assertThat(fused.path("accuracy").path("mean").asDouble()).isGreaterThan(0.8);
    assertThat(text.path("accuracy").path("mean").asDouble()).isLessThan(0.6);
    double one = json.path("runs").path(0).path("accuracy").asDouble();
    double two = json.path("runs").path(1).path("accuracy").asDouble();
    assertThat(fused.path("accuracy").path("mean").asDouble())
        .isEqualTo((one + two) / 2, within(1e-12));
    assertThat(json.path("inferenceItemsPerSecond")).hasSize(2);
    String table = Files.readString(to.resolve("comparison.md"));
    assertThat(FIRST.out()).contains(table);
    assertThat(table.lines().filter(line -> line.startsWith("| text-only |"))).hasSize(2);
    assertThat(Files.readString(to.resolve("report.html")))
        .contains("<svg", "text-only", "colour")
        .doesNotContain("http://", "https://", "<script");
  }

  @Test
  void reusesFinishedRunsAndRejectsResultsOfAnotherRecipe() throws IOException {
    continueFirstComparison();
    Path kept = folder.resolve("compared/results/cma-1.json");
    Path bundle = folder.resolve("compared/runs/cma-1/weights.safetensors");
    FileTime written = Files.getLastModifiedTime(kept);
    FileTime trained = Files.getLastModifiedTime(bundle);
    Path file = folder.resolve("variants.json");
    Files.writeString(
        file,
        """
        {"cma": {"architecture": {"fusion": "cma"}},
         "untrained": {"stages": {"contrastive": {"epochs": 0}, "end-to-end": {"epochs": 0}}}}
        """);
    assertThat(compare("--variants=" + file, "--seeds=1", "--json")).as(command::err).isZero();
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
    assertThat(Files.getLastModifiedTime(bundle)).isEqualTo(trained);
    JsonNode variants = command.json().path("variants");
    double plain = variants.path(0).path("accuracy").path("mean").asDouble();
    double untrained = variants.path(1).path("accuracy").path("mean").asDouble();
    assertThat(plain).isGreaterThan(untrained + 0.2);
    assertThat(Files.readString(folder.resolve("compared/comparison.md"))).contains("| -0.");

    Path recipe = folder.resolve("listings/tiny.json");
    Files.writeString(recipe, Files.readString(recipe).replace("\"epochs\": 4", "\"epochs\": 3"));
    assertThat(compare("--fusions=cma", "--seeds=1")).isEqualTo(1);
    assertThat(command.err()).contains("cma-1.json", "another recipe");
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
  }

  @Test
  void comparesZeroShotClipRawAndFineTunedWithFusions() throws IOException {
    Path from = new HuggingFaceModel().write(folder.resolve("hf"));
    Path clip = ClipImport.run(from, folder.resolve("clip")).folder();
    assertThat(
            compare(
                "--fusions=clip-sum,zero-shot,zero-shot-fine-tuned",
                "--clip=" + clip,
                "--prompt={} dress",
                "--seeds=1",
                "--json"))
        .as(command::err)
        .isZero();
    JsonNode runs = command.json().path("runs");
    JsonNode fused = runs.path(0);
    JsonNode raw = runs.path(1);
    JsonNode tuned = runs.path(2);
    assertThat(raw.path("prompts").path(0).asText()).isEqualTo("{} dress");
    assertThat(raw.path("trainingItemsPerSecond").asDouble()).isZero();
    assertThat(tuned.path("trainingItemsPerSecond").asDouble()).isPositive();
    assertThat(tuned.path("recipe").path("stages")).hasSize(1);
    // As many epochs as the other runs.
    assertThat(tuned.path("recipe").path("stages").path(0).path("epochs").asInt()).isEqualTo(5);
    assertThat(raw.path("parameters").asLong())
        .isEqualTo(tuned.path("parameters").asLong())
        .isLessThan(fused.path("parameters").asLong());
    assertThat(command.json().path("inferenceItemsPerSecond")).hasSize(3);
    assertThat(command.json().path("data").path("clip").asText()).isEqualTo("clip");
    assertThat(compare("--fusions=zero-shot", "--seeds=1")).isEqualTo(2);
    assertThat(command.err()).contains("needs --clip");
  }

  @Test
  void includesResultsOfOtherSeeds() throws IOException {
    continueFirstComparison();
    assertThat(compare("--fusions=cma,image-only", "--seeds=3", "--json"))
        .as(command::err)
        .isZero();
    JsonNode variants = command.json().path("variants");
    assertThat(variants.path(0).path("accuracy").path("seeds").asInt()).isEqualTo(3);
    assertThat(variants.path(1).path("accuracy").path("seeds").asInt()).isOne();
  }

  @Test
  void reportsTheErrorOfAFailedRun() throws IOException {
    Path metadata = folder.resolve("listings/metadata.jsonl");
    Files.writeString(metadata, "{\"id\": \"7\", \"title\"\n" + Files.readString(metadata));
    assertThat(compare("--fusions=cma", "--seeds=1")).isEqualTo(1);
    assertThat(command.err()).contains("train failed with status 1", "line 1", "cma-1.log");
  }

  @Test
  void rejectsInvalidArgumentsBeforeTraining() throws IOException {
    assertThat(compare("--fusions=cma,magic", "--seeds=1")).isEqualTo(1);
    assertThat(command.err()).contains("variant magic", "fusion");
    assertThat(compare("--fusions=cma", "--seeds=1,1")).isEqualTo(2);
    assertThat(compare("--fusions=cma,cma", "--seeds=1")).isEqualTo(2);
    assertThat(compare("--fusions=cma", "--side-by-side=0")).isEqualTo(2);
    assertThat(compare()).isEqualTo(2);
    Path file = folder.resolve("variants.json");
    Files.writeString(file, "{\"../a\": {}}");
    assertThat(compare("--variants=" + file)).isEqualTo(1);
    assertThat(command.err()).contains("letters, digits");
    assertThat(folder.resolve("compared")).doesNotExist();
  }

  private void continueFirstComparison() throws IOException {
    FileUtils.copyDirectory(
        shared.resolve("compared").toFile(), folder.resolve("compared").toFile());
  }

  private int compare(String... more) {
    return compare(command, folder, more);
  }

  private static int compare(CommandRun run, Path folder, String... more) {
    Path listings = folder.resolve("listings");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data=" + listings,
                "--test=" + listings,
                "--config=" + listings.resolve("tiny.json"),
                "--out=" + folder.resolve("compared")));
    arguments.addAll(List.of(more));
    return run.run(new CompareCommand(), arguments);
  }
}
