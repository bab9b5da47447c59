package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.trainer.localise.MaskFusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaliseCommandTest {
  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @Test
  void trainsEveryFusionOnceAndDrawsTheSheet() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    String[] options = {"--seeds=1", "--steps=12", "--sheet=" + sheet};

    assertThat(localise(options)).as(command::err).isZero();

    JsonNode json = command.json();
    for (MaskFusion fusion : MaskFusion.values()) {
      JsonNode scores = json.path(fusion.toString()).path(0);
      assertThat(scores.path("bce").asDouble()).as(fusion.toString()).isBetween(.01, .65);
      assertThat(scores.path("iouAtBest").asDouble()).isBetween(0., 1.);
    }
    assertThat(json.path("textAlone").path("iouAtBest").asDouble()).isPositive();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(600);

    Path result = folder.resolve("runs/sequence-wise-1.json");
    FileTime written = Files.getLastModifiedTime(result);
    String first = Files.readString(result);
    assertThat(localise(options)).as(command::err).isZero();
    assertThat(Files.getLastModifiedTime(result)).isEqualTo(written);
    assertThat(command.json().path("sequence-wise")).isEqualTo(json.path("sequence-wise"));

    Files.delete(result);
    assertThat(localise(options)).as(command::err).isZero();
    assertThat(scores(Files.readString(result))).isEqualTo(scores(first));

    assertThat(localise("--seeds=1", "--steps=13")).isEqualTo(1);
    assertThat(command.err()).contains("has another budget");
  }

  @Test
  void measuresHowOftenHeatMapsPointAtTheDress() throws IOException {
    assertThat(localise("--explain")).as(command::err).isZero();
    JsonNode pointing = command.json().path("pointing");
    JsonNode words = pointing.path("attention of all words, dress");
    assertThat(words.path("maps").asInt()).isEqualTo(50);
    assertThat(words.path("chance").asDouble()).isBetween(.1, .6);
    assertThat(words.path("centre").asDouble()).isGreaterThan(.9);
    assertThat(pointing.path("occlusion for colour, dress").path("accuracy").asDouble())
        .isGreaterThan(words.path("chance").asDouble());
  }

  @Test
  void rejectsInvalidArguments() {
    assertThat(localise("--fusions=sum")).isEqualTo(2);
    assertThat(localise("--steps=0")).isEqualTo(2);
    assertThat(command.err()).contains("--steps = 0: must be between 1 and 1000000");
    assertThat(command.run(new LocaliseCommand())).isEqualTo(2);
  }

  private static String scores(String result) {
    return result.substring(result.indexOf("\"scores\""));
  }

  private int localise(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bundle=../bundles/garments",
                "--images=50",
                "--out=" + folder + "/runs",
                "--json"));
    arguments.addAll(List.of(options));
    return command.run(new LocaliseCommand(), arguments);
  }
}
