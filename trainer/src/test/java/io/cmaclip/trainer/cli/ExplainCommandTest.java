package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.predictor.TinyBundle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @BeforeEach
  void write() throws IOException {
    TinyBundle.write(folder.resolve("bundle"));
    BufferedImage image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < 1200; p++) {
      image.setRGB(p % 30, p / 30, p * 5000);
    }
    ImageIO.write(image, "png", folder.resolve("image.png").toFile());
  }

  @Test
  void theHeatMapDependsOnTheSelectedWord() throws IOException {
    assertThat(explain("red dress", "all.png")).as(command::err).isZero();
    assertThat(explain("red dress", "red.png", "--token=red")).as(command::err).isZero();
    assertThat(explain("red dress", "one.png", "--token=RED", "--layer=2", "--head=1"))
        .as(command::err)
        .isZero();
    BufferedImage all = ImageIO.read(folder.resolve("all.png").toFile());
    assertThat(all.getWidth()).isGreaterThan(600);
    for (String other : List.of("red.png", "one.png")) {
      assertThat(Files.mismatch(folder.resolve("all.png"), folder.resolve(other))).isNotNegative();
    }
  }

  @Test
  void theHeatMapOfATaskDependsOnTheTask() throws IOException {
    assertThat(explain("red dress", "colour.png", "--task=colour")).as(command::err).isZero();
    assertThat(explain("red dress", "pattern.png", "--task=pattern")).as(command::err).isZero();
    assertThat(Files.mismatch(folder.resolve("colour.png"), folder.resolve("pattern.png")))
        .isNotNegative();
    assertThat(explain("red dress", "x.png", "--task=size")).isEqualTo(2);
    assertThat(command.err()).contains("--task = size: must be of [colour, pattern]");
    assertThat(explain("red dress", "x.png", "--task=colour", "--token=red")).isEqualTo(2);
  }

  @Test
  void rejectsInvalidArgumentsWithTheirAllowedValues() {
    assertThat(explain("red dress", "x.png", "--token=blue")).isEqualTo(2);
    assertThat(explain("red dress", "x.png", "--layer=3")).isEqualTo(2);
    assertThat(command.err()).contains("--layer = 3: must be between 1 and 2");
    assertThat(explain("red dress", "x.png", "--head=0")).isEqualTo(2);
    assertThat(explain(" ", "x.png")).isEqualTo(2);
    assertThat(folder.resolve("x.png")).doesNotExist();
  }

  private int explain(String title, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bundle=" + folder.resolve("bundle"),
                "--title=" + title,
                "--image=" + folder.resolve("image.png"),
                "--out=" + folder.resolve(out)));
    arguments.addAll(List.of(more));
    return command.run(new ExplainCommand(), arguments);
  }
}
