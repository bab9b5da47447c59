package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code predict} on a real, tiny bundle. */
class PredictCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static Path bundle;

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private Path image;

  @BeforeAll
  static void writeBundle() throws IOException {
    bundle = TinyBundle.write(shared.resolve("tiny")).folder();
  }

  @BeforeEach
  void drawImage() throws IOException {
    BufferedImage drawn = new BufferedImage(60, 80, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4800; i++) {
      drawn.setRGB(i % 60, i / 60, 0x102030 + 7 * i);
    }
    image = temp.resolve("a.png");
    ImageIO.write(drawn, "png", image.toFile());
  }

  @Test
  void batchedAndSingleAnswersAgreeForEveryListing() throws Exception {
    Files.writeString(
        temp.resolve("metadata.jsonl"),
        """
        {"id": "1", "title": "Red dress", "file_name": "a.png", "colour": "red"}
        {"id": "2", "title": ""}
        {"id": "3", "title": "Red dress"}
        """);
    Path file = temp.resolve("out.jsonl");
    predict("--data", temp.toString(), "--out", file.toString(), "--workers", "2", "--json");
    JsonNode summary = JSON.readTree(out.toString());
    assertThat(summary.get("listings").asInt()).isEqualTo(3);
    assertThat(summary.get("labelled").asInt()).isEqualTo(2);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("\"tasks\":{}", "IMAGE_MISSING", "TEXT_MISSING");
    JsonNode inBatch = JSON.readTree(lines.get(0));
    for (TaskPrediction alone : classifiedAlone("Red dress").prediction().tasks()) {
      JsonNode task = inBatch.get("tasks").get(alone.task());
      assertThat(task.get("label").asText()).isEqualTo(alone.label());
      assertThat(task.get("confidence").asDouble()).isCloseTo(alone.confidence(), within(1e-5));
    }
  }

  @Test
  void writesNoFileWhenARowIsBad() throws Exception {
    Files.writeString(
        temp.resolve("metadata.jsonl"), "{\"id\": \"1\", \"title\": \"a\"}\n{\"id\": \"1\"}\n");
    Path file = temp.resolve("out.jsonl");
    assertThatThrownBy(() -> predict("--data", temp.toString(), "--out", file.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line 2: field id = 1");
    assertThat(file).doesNotExist();
  }

  private Answer classifiedAlone(String title) throws IOException {
    Bundle opened = Bundle.open(bundle);
    try (ListingPreprocessor preprocessor =
            ListingPreprocessor.of(
                opened.manifest().architecture(), Files.readAllBytes(opened.tokenizer()));
        CmaClipPredictor predictor = CmaClipPredictor.load(opened, PredictorSettings.DEFAULT)) {
      return new ListingClassifier(
              preprocessor, ReviewPolicy.of(opened.manifest(), ReviewSettings.OF_BUNDLE))
          .answer(title, Files.readAllBytes(image), predictor);
    }
  }

  private void predict(String... more) throws Exception {
    run(new PredictCommand(), more);
  }

  private void run(Callable<Integer> command, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--bundle", bundle.toString()));
    arguments.addAll(List.of(more));
    new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .parseArgs(arguments.toArray(String[]::new));
    assertThat(command.call()).isZero();
  }
}
