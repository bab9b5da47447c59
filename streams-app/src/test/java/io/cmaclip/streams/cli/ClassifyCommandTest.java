package io.cmaclip.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code classify} with a tiny bundle. */
class ClassifyCommandTest {
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
  void printsEveryTaskWithItsModalityWeights() throws Exception {
    classify("--title", "Red dress", "--image", image.toString());
    assertThat(out.toString())
        .contains("tiny 1 (", "image: used   title: used", "colour", "pattern")
        .containsPattern("image [█░]{12} title +\\d+:\\d+")
        .contains("noise scores: mismatch")
        .doesNotContain("\033");
  }

  @Test
  void printsOneJsonObjectWithTheJsonFlag() throws Exception {
    classify("--title", "Red dress", "--image", image.toString(), "--json");
    JsonNode json = JSON.readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode colour = json.get("tasks").get("colour");
    assertThat(colour.get("label").asText()).isIn("red", "green", "blue");
    assertThat(colour.get("imageWeight").asDouble() + colour.get("textWeight").asDouble())
        .isBetween(0.999999, 1.000001);
    assertThat(colour.get("alternatives")).hasSize(2);
    assertThat(json.get("model").get("fingerprint").asText()).hasSize(64);
  }

  @Test
  void classifiesTheTitleAloneWhenTheImageIsUnreadable() throws Exception {
    Path broken = Files.writeString(temp.resolve("broken.jpg"), "not an image");
    classify("--title", "Red dress", "--image", broken.toString(), "--json");
    JsonNode json = JSON.readTree(out.toString());
    assertThat(json.get("modalities").get("image").asText()).isEqualTo("UNREADABLE");
    assertThat(json.get("tasks").get("colour").get("imageWeight").asDouble()).isZero();
    assertThat(json.get("review").toString()).contains("IMAGE_UNREADABLE");
  }

  @Test
  void refusesInputThatCannotBeClassified() throws Exception {
    assertRefused(2, "nothing to classify");
    assertRefused(2, "nothing to classify", "--title", " ");
    assertRefused(1, "gone.jpg", "--image", temp.resolve("gone.jpg").toString());
    Path broken = Files.writeString(temp.resolve("broken.jpg"), "not an image");
    assertRefused(1, "neither JPEG", "--image", broken.toString());
    assertRefused(1, "device = tpu", "--title", "red", "--device", "tpu");
  }

  private void classify(String... more) throws Exception {
    run(new ClassifyCommand(), more);
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

  private void assertRefused(int status, String message, String... arguments) {
    assertThatThrownBy(() -> classify(arguments))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error instanceof UsageException ? 2 : 1).isEqualTo(status))
        .hasMessageContaining(message);
  }
}
