package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.SharedFolder;
import io.cmaclip.model.architecture.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares levels with those of Pillow 11.3 and CLIP's slow processor. */
class PillowParityTest {
  private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
  private static final double[] DEVIATION = {0.26862954, 0.26130258, 0.27577711};

  private Path folder;
  private List<JsonNode> cases;

  @BeforeEach
  void open() throws IOException {
    folder = SharedFolder.require("fixtures/preprocessing");
    cases = new ArrayList<>();
    new ObjectMapper().readTree(folder.resolve("cases.json").toFile()).forEach(cases::add);
    assertThat(cases).hasSizeGreaterThan(30);
  }

  @Test
  void imagesAt224EqualTheReferences() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (JsonNode example : cases) {
      String file = example.get("file").asText();
      compare(file, false, folder.resolve("crop-224/" + file + ".png"), example, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void uprightImagesEqualTheReferences() throws Exception {
    List<String> wrong = new ArrayList<>();
    int turned = 0;
    for (JsonNode example : cases) {
      String file = example.get("file").asText();
      Path expected = folder.resolve("crop-224/" + file + "-upright.png");
      if (Files.exists(expected)) {
        compare(file, true, expected, example, wrong);
        turned++;
      }
    }
    assertThat(turned).isEqualTo(7);
    assertThat(wrong).isEmpty();
  }

  @Test
  void normalisedPixelsAt32EqualTheReferences() throws Exception {
    byte[] file = Files.readAllBytes(folder.resolve("expected-32.safetensors"));
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = (int) buffer.getLong(0);
    JsonNode header =
        new ObjectMapper().readTree(new String(file, 8, headerLength, StandardCharsets.UTF_8));
    List<String> wrong = new ArrayList<>();
    for (JsonNode example : cases) {
      String name = example.get("file").asText();
      for (String key : Stream.of(name, name + "#upright").filter(header::has).toList()) {
        byte[] levels = levels(name, key.endsWith("#upright"), 32);
        int offset = 8 + headerLength + header.get(key).get("data_offsets").get(0).asInt();
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
          int channel = i / (32 * 32);
          double expected = buffer.getFloat(offset + 4 * i);
          double expectedLevel = (expected * DEVIATION[channel] + MEAN[channel]) * 255;
          double difference = Math.abs(expectedLevel - (levels[i] & 0xFF));
          largest = Math.max(largest, difference);
          sum += difference;
        }
        judge(key, largest, sum / levels.length, example, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void refusesATruncatedWebp() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("images/webp-lossy.webp"));
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);
    for (int length : new int[] {12, 20, 100, whole.length / 2, whole.length - 100}) {
      assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, length)))
          .isInstanceOf(UnreadableImageException.class);
    }
  }

  private void compare(
      String file, boolean upright, Path expectedImage, JsonNode example, List<String> wrong)
      throws Exception {
    byte[] levels = levels(file, upright, 224);
    BufferedImage expected = ImageIO.read(expectedImage.toFile());
    int largest = 0;
    double sum = 0;
    for (int y = 0; y < 224; y++) {
      for (int x = 0; x < 224; x++) {
        int colour = expected.getRGB(x, y);
        for (int channel = 0; channel < 3; channel++) {
          int level = levels[channel * 224 * 224 + y * 224 + x] & 0xFF;
          int difference = Math.abs(level - (colour >> (16 - 8 * channel) & 0xFF));
          largest = Math.max(largest, difference);
          sum += difference;
        }
      }
    }
    judge(file, largest, sum / levels.length, example, wrong);
  }

  private byte[] levels(String file, boolean upright, int size) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("images/" + file));
    RgbImage image = new ImageDecoder(ImageLimits.DEFAULT, upright).decode(bytes);
    return new ImageResizer(size, size, Fit.CROP).resize(image);
  }

  /** Lossless: equal. Lossy: at most 1 level after resizing. CMYK: 2. */
  private static void judge(
      String file, double largest, double mean, JsonNode example, List<String> wrong) {
    String decoding = example.get("decoding").asText();
    boolean cmyk = example.get("pillow_mode").asText().equals("CMYK");
    boolean right =
        switch (decoding) {
          case "webp", "jpeg" -> largest <= (cmyk ? 2.001 : 1.001);
          default -> largest < 0.001;
        };
    if (!right) {
      wrong.add("%s: largest %.3f, mean %.3f levels".formatted(file, largest, mean));
    }
  }
}
