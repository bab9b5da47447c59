package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Fit;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the resizer with the same arithmetic written as plain sums. */
class ResampleReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, 5",
    "2, 3, 7, 7",
    "7, 5, 7, 5",
    "7, 9, 7, 5",
    "9, 5, 7, 5",
    "31, 17, 16, 16",
    "300, 200, 24, 32",
    "299, 401, 60, 80",
    "60, 80, 60, 80",
    "33, 44, 60, 80",
    "500, 3, 9, 9",
    "3, 500, 9, 9",
    "257, 255, 64, 64"
  })
  void equalsPlainSums(int width, int height, int frameWidth, int frameHeight) {
    Random random = new Random(31 * width + height);
    byte[] levels = new byte[3 * width * height];
    random.nextBytes(levels);
    // Extremes side by side make the largest sums, above 255 and below 0.
    for (int i = 0; i < levels.length / 2; i++) {
      levels[i] = (byte) (random.nextBoolean() ? 255 : 0);
    }
    RgbImage image = new RgbImage(width, height, levels);
    byte[] found = new ImageResizer(frameHeight, frameWidth, Fit.STRETCH).resize(image);
    assertThat(found).isEqualTo(plain(image, frameWidth, frameHeight));
  }

  private static byte[] plain(RgbImage image, int width, int height) {
    int[][][] across = new int[image.height()][width][3];
    ResampleWindow columns =
        ResampleWindow.of(Reduction.Axis.whole(image.width()), width, 0, width);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          long sum = 1 << (ResampleWindow.BITS - 1);
          for (int i = 0; i < columns.weights()[x].length; i++) {
            int at = 3 * (y * image.width() + columns.first()[x] + i) + c;
            sum += (long) columns.weights()[x][i] * (image.levels()[at] & 0xFF);
          }
          across[y][x][c] = level(sum);
        }
      }
    }
    ResampleWindow rows =
        ResampleWindow.of(Reduction.Axis.whole(image.height()), height, 0, height);
    byte[] planar = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          long sum = 1 << (ResampleWindow.BITS - 1);
          for (int i = 0; i < rows.weights()[y].length; i++) {
            sum += (long) rows.weights()[y][i] * across[rows.first()[y] + i][x][c];
          }
          planar[c * width * height + y * width + x] = (byte) level(sum);
        }
      }
    }
    return planar;
  }

  private static int level(long sum) {
    return (int) Math.max(0, Math.min(255, sum >> ResampleWindow.BITS));
  }
}
