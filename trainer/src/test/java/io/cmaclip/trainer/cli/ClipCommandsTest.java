package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.huggingface.HuggingFaceModel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import-clip}, {@code embed} and {@code zero-shot} on a small model. */
class ClipCommandsTest {
  @TempDir Path folder;
  private final CommandRun command = new CommandRun();
  private String clip;
  private String image;

  @BeforeEach
  void importModel() throws IOException {
    clip = folder.resolve("clip").toString();
    Path from = new HuggingFaceModel().write(folder.resolve("hf"));
    assertThat(command.run(new ImportClipCommand(), "--from", from.toString(), "--out", clip))
        .isZero();
    BufferedImage drawn = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < 600; p++) {
      drawn.setRGB(p % 20, p / 20, p % 7 == 0 ? Color.RED.getRGB() : Color.GRAY.getRGB());
    }
    image = folder.resolve("image.png").toString();
    ImageIO.write(drawn, "png", Path.of(image).toFile());
  }

  @Test
  void embeddingsHaveLengthOneAndTheLogitIsTheirScaledProduct() throws IOException {
    JsonNode both =
        json(new EmbedCommand(), "--clip", clip, "--title", "red dress", "--image", image);
    double[] embedding = numbers(both.path("imageEmbedding"));
    double[] text = numbers(both.path("textEmbedding"));
    assertThat(embedding).hasSize(6);
    assertThat(length(embedding)).isEqualTo(1, within(1e-6));
    assertThat(length(text)).isEqualTo(1, within(1e-6));
    assertThat(both.path("inputIds").size()).isGreaterThan(2);
    assertThat(both.path("pixelStats").path("std")).hasSize(3);
    JsonNode text1 = json(new EmbedCommand(), "--clip", clip, "--title", "red dress");
    assertThat(text1.has("imageEmbedding")).isFalse();
    assertThat(text1.has("logit")).isFalse();
    assertThat(numbers(text1.path("textEmbedding"))).isEqualTo(text);
    JsonNode shot =
        json(
            new ZeroShotCommand(),
            "--clip",
            clip,
            "--image",
            image,
            "--labels",
            "red, blue",
            "--prompt",
            "{} dress");
    assertThat(shot.path("labels")).hasSize(2);
    JsonNode red = shot.path("labels").path(0);
    assertThat(red.path("label").asText()).isEqualTo("red");
    assertThat(red.path("logit").asDouble()).isEqualTo(both.path("logit").asDouble(), within(1e-4));
    double sum =
        red.path("probability").asDouble()
            + shot.path("labels").path(1).path("probability").asDouble();
    assertThat(sum).isEqualTo(1, within(1e-9));
  }

  @Test
  void promptsOfALabelAreAveraged() throws IOException {
    double[] one = embedding("red dress");
    double[] other = embedding("a photo of red");
    double[] mean = new double[one.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = one[i] + other[i];
    }
    JsonNode both = json(new EmbedCommand(), "--clip", clip, "--title", "x", "--image", image);
    double[] seen = numbers(both.path("imageEmbedding"));
    double[] x = numbers(both.path("textEmbedding"));
    double scale = both.path("logit").asDouble() / dot(seen, x);
    JsonNode shot =
        json(
            new ZeroShotCommand(),
            "--clip",
            clip,
            "--image",
            image,
            "--labels",
            "red",
            "--prompt",
            "{} dress",
            "--prompt",
            "a photo of {}");
    assertThat(shot.path("labels").path(0).path("logit").asDouble())
        .isEqualTo(scale * dot(seen, mean) / length(mean), within(1e-4));
  }

  @Test
  void invalidArgumentsYieldOneLineErrors() {
    assertThat(command.run(new EmbedCommand(), "--clip", clip)).isEqualTo(2);
    assertThat(command.run(new EmbedCommand(), "--clip", folder.toString(), "--title", "x"))
        .isEqualTo(1);
    assertThat(command.err()).contains("make one with import-clip");
    assertThat(command.run(new EmbedCommand(), "--clip", clip, "--image", clip + "/clip.json"))
        .isEqualTo(1);
    assertThat(command.err()).contains("clip.json cannot be read");
    List<String> shot = List.of("--clip", clip, "--image", image, "--labels");
    assertThat(command.run(new ZeroShotCommand(), with(shot, " , "))).isEqualTo(2);
    assertThat(command.run(new ZeroShotCommand(), with(shot, "red", "--prompt", "a dress")))
        .isEqualTo(2);
    assertThat(command.err()).contains("has no {} for the label");
  }

  private static String[] with(List<String> arguments, String... more) {
    String[] all = Arrays.copyOf(arguments.toArray(String[]::new), arguments.size() + more.length);
    System.arraycopy(more, 0, all, arguments.size(), more.length);
    return all;
  }

  private double[] embedding(String title) throws IOException {
    return numbers(
        json(new EmbedCommand(), "--clip", clip, "--title", title).path("textEmbedding"));
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).asDouble();
    }
    return values;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private JsonNode json(Callable<Integer> asked, String... arguments) throws IOException {
    assertThat(command.run(asked, with(List.of(arguments), "--json"))).as(command::err).isZero();
    return command.json();
  }
}
