package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Fit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageResizerTest {
  @ParameterizedTest
  @EnumSource(Fit.class)
  void keepsAnImageOfTheFramesSize(Fit fit) {
    RgbImage image = noise(20, 12);
    byte[] planar = new ImageResizer(12, 20, fit).resize(image);
    for (int pixel = 0; pixel < 240; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        assertThat(planar[240 * channel + pixel]).isEqualTo(image.levels()[3 * pixel + channel]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void keepsAUniformColour(Fit fit) {
    byte[] planar = new ImageResizer(16, 16, fit).resize(even(37, 37, 10, 200, 99));
    for (int pixel = 0; pixel < 256; pixel++) {
      assertThat(planar[pixel] & 0xFF).isEqualTo(10);
      assertThat(planar[256 + pixel] & 0xFF).isEqualTo(200);
      assertThat(planar[512 + pixel] & 0xFF).isEqualTo(99);
    }
  }

  @Test
  void croppingKeepsTheCentre() {
    // Three bands of 20 columns: red, green, blue. The centre square is green.
    byte[] levels = new byte[3 * 60 * 20];
    for (int i = 0; i < 60 * 20; i++) {
      levels[3 * i + (i % 60) / 20] = (byte) 255;
    }
    byte[] planar = new ImageResizer(20, 20, Fit.CROP).resize(new RgbImage(60, 20, levels));
    for (int pixel = 0; pixel < 400; pixel++) {
      assertThat(planar[pixel]).isZero();
      assertThat(planar[400 + pixel] & 0xFF).isEqualTo(255);
      assertThat(planar[800 + pixel]).isZero();
    }
  }

  @Test
  void paddingKeepsTheWholeImageAndFillsWithWhite() {
    byte[] planar = new ImageResizer(20, 20, Fit.PAD).resize(even(40, 20, 0, 0, 0));
    for (int y = 0; y < 20; y++) {
      int expected = y >= 5 && y < 15 ? 0 : 255;
      for (int x = 0; x < 20; x++) {
        assertThat(planar[20 * y + x] & 0xFF).as("row %d", y).isEqualTo(expected);
      }
    }
  }

  @Test
  void extremeShapesFillTheFrame() {
    for (Fit fit : Fit.values()) {
      for (int[] size : new int[][] {{1, 1}, {1, 3000}, {3000, 1}, {2, 3}}) {
        byte[] planar = new ImageResizer(64, 48, fit).resize(noise(size[0], size[1]));
        assertThat(planar).hasSize(3 * 64 * 48);
      }
    }
  }

  @Test
  void croppingCoversAndPaddingFitsAFrameThatIsNotSquare() {
    for (int[] size : new int[][] {{60, 80}, {80, 60}, {33, 47}, {47, 33}, {7, 9}}) {
      RgbImage image = noise(size[0], size[1]);
      Placement crop =
          Placement.of(
              new ImageSize(image.width(), image.height()), new ImageSize(64, 80), Fit.CROP, 64);
      assertThat(crop.resizedWidth()).isGreaterThanOrEqualTo(64);
      assertThat(crop.resizedHeight()).isGreaterThanOrEqualTo(80);
      assertThat(crop.resizedWidth() == 64 || crop.resizedHeight() == 80).isTrue();
      Placement pad =
          Placement.of(
              new ImageSize(image.width(), image.height()), new ImageSize(64, 80), Fit.PAD, 64);
      assertThat(pad.resizedWidth()).isLessThanOrEqualTo(64);
      assertThat(pad.resizedHeight()).isLessThanOrEqualTo(80);
      assertThat(pad.resizedWidth() == 64 || pad.resizedHeight() == 80).isTrue();
    }
  }

  private static RgbImage even(int width, int height, int red, int green, int blue) {
    byte[] levels = new byte[3 * width * height];
    for (int i = 0; i < levels.length; i += 3) {
      levels[i] = (byte) red;
      levels[i + 1] = (byte) green;
      levels[i + 2] = (byte) blue;
    }
    return new RgbImage(width, height, levels);
  }

  private static RgbImage noise(int width, int height) {
    byte[] levels = new byte[3 * width * height];
    new Random(width * 31L + height).nextBytes(levels);
    return new RgbImage(width, height, levels);
  }
}
