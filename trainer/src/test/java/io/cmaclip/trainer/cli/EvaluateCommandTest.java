package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.Screens;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.TinyBundle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code evaluate} on a real, tiny bundle. */
class EvaluateCommandTest {
  private static final int LISTINGS = 70;

  @TempDir private static Path shared;
  private static Path bundle;

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void writeBundle() throws IOException {
    bundle = TinyBundle.write(shared.resolve("tiny")).folder();
  }

  @BeforeEach
  void writeListings() throws IOException {
    Random random = new Random(6);
    List<String> colours = List.of("red", "green", "blue", "mauve");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < LISTINGS; i++) {
      BufferedImage image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 1200; p++) {
        image.setRGB(p % 30, p / 30, random.nextInt(1 << 24));
      }
      ImageIO.write(image, "png", temp.resolve(i + ".png").toFile());
      String colour = colours.get(random.nextInt(4));
      rows.append(
          "{\"id\":\"%d\",\"file_name\":\"%d.png\",\"title\":\"a %s dress %d\",\"colour\":\"%s\",\"noise\":\"%s\"}\n"
              .formatted(i, i, colour, i, colour, i % 10 == 0 ? "title_swap" : "none"));
    }
    rows.append("{\"id\":\"text\",\"title\":\"red dress\",\"colour\":\"red\"}\n");
    rows.append("{\"id\":\"neither\",\"title\":\"\",\"colour\":\"red\"}\n");
    Files.writeString(temp.resolve("metadata.jsonl"), rows);
  }

  @Test
  void figuresMatchPredictionsAndCoverAllModalityStates() throws Exception {
    Path report = temp.resolve("report");
    evaluate("--out", report.toString(), "--training", temp.toString(), "--json");
    List<String> printed = out.toString().lines().toList();
    JsonNode json = new ObjectMapper().readTree(printed.get(printed.size() - 1));
    assertThat(json.path("listings").asInt()).isEqualTo(LISTINGS + 2);
    assertThat(json.path("answered").asInt()).isEqualTo(LISTINGS + 1);
    JsonNode colour = json.path("tasks").path("colour");
    assertThat(colour.path("labelled").asInt()).isEqualTo(LISTINGS + 2);
    assertThat(colour.path("accuracy").asDouble())
        .isEqualTo(accuracyOfPredict("colour"), within(1e-12));
    assertThat(colour.path("states").path("BOTH").path("labelled").asInt()).isEqualTo(LISTINGS);
    assertThat(colour.path("states").path("TEXT_ONLY").path("labelled").asInt())
        .isEqualTo(LISTINGS + 1);
    assertThat(colour.path("unscaledEce").asDouble()).isNotEqualTo(colour.path("ece").asDouble());
    assertThat(json.path("tasks").path("pattern").path("labelled").asInt()).isZero();
    assertThat(json.path("mean").path("accuracy").asDouble())
        .isEqualTo(colour.path("accuracy").asDouble());
    JsonNode weights = json.path("modalityWeights").path("colour");
    assertThat(weights.path("hidden").path("imageMissing").path("imageWeight").asDouble()).isZero();
    assertThat(weights.path("hidden").path("textMissing").path("imageWeight").asDouble())
        .isEqualTo(1);
    for (String what :
        List.of(
            "wordTakenOut",
            "pictureCorrupted",
            "titleCorrupted",
            "pictureSwapped",
            "titleSwapped")) {
      assertThat(weights.path("paired").path(what).path("listings").asInt()).as(what).isEqualTo(63);
    }
    assertThat(json.path("noise").path("kinds").path("title_swap").path("listings").asInt())
        .isEqualTo(7);
    assertThat(json.path("slices").path("title").path("seen").path("listings").asInt())
        .isEqualTo(LISTINGS + 1);
  }

  @Test
  void reportIsOneSelfContainedPage() throws Exception {
    Path report = temp.resolve("report");
    evaluate("--out", report.toString());
    String page = Files.readString(report.resolve("report.html"));
    assertThat(page)
        .contains("<svg", "colour", "data:image/jpeg;base64,", "taken for")
        .doesNotContain("http://", "https://", "<script", "<link");
    Screens.assertFits(page, temp);
    assertThat(new ObjectMapper().readTree(report.resolve("metrics.json").toFile()).path("tasks"))
        .hasSize(2);
    assertThat(out.toString()).contains("R@P90", "image only", "false alarms", "wordTakenOut");
  }

  @Test
  void aBundleDoesNotDifferFromItself() throws Exception {
    evaluate("--against", bundle.toString(), "--json");
    List<String> printed = out.toString().lines().toList();
    JsonNode json = new ObjectMapper().readTree(printed.get(printed.size() - 1));
    JsonNode colour = json.path("pairwise").path("tasks").path("colour");
    assertThat(colour.path("labelled").asInt()).isEqualTo(LISTINGS + 2);
    assertThat(colour.path("bothRight").asDouble() / (LISTINGS + 2))
        .isEqualTo(json.path("tasks").path("colour").path("accuracy").asDouble(), within(1e-12));
    assertThat(colour.path("onlyThis").path("listings").asInt()).isZero();
    // Only the listing without title and image does not show its colour.
    assertThat(colour.path("wordMissing").path("share").asDouble())
        .isEqualTo(1.0 / (LISTINGS + 2), within(1e-12));
    assertThat(out.toString()).contains("right only");
  }

  @Test
  void rejectsAnEmptyDataSet() throws Exception {
    Files.writeString(temp.resolve("metadata.jsonl"), "");
    assertThatThrownBy(() -> evaluate())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no listing to measure on");
  }

  @Test
  void rejectsAFileAsOutputFolder() {
    assertThatThrownBy(() -> evaluate("--out", temp.resolve("metadata.jsonl").toString()))
        .isInstanceOf(UsageException.class);
  }

  private double accuracyOfPredict(String task) throws Exception {
    Path file = temp.resolve("p.jsonl");
    run(new PredictCommand(), "--out", file.toString());
    ObjectMapper mapper = new ObjectMapper();
    List<String> rows = Files.readAllLines(temp.resolve("metadata.jsonl"));
    List<String> lines = Files.readAllLines(file);
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      String label = mapper.readTree(rows.get(i)).path(task).asText();
      JsonNode answer = mapper.readTree(lines.get(i)).path("tasks").path(task).path("label");
      right += label.equals(answer.asText()) ? 1 : 0;
    }
    return (double) right / rows.size();
  }

  private void evaluate(String... more) throws Exception {
    run(new EvaluateCommand(), more);
  }

  private void run(Callable<Integer> command, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--bundle", bundle.toString(), "--data", temp.toString()));
    arguments.addAll(List.of(more));
    new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .parseArgs(arguments.toArray(String[]::new));
    assertThat(command.call()).isZero();
  }
}
