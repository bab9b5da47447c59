package io.cmaclip.model.image;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import java.util.Arrays;

/**
 * Resizes an image to the model's size, bit for bit like Pillow's {@code resize(BICUBIC)}: first
 * horizontally, then vertically, each pass in integer arithmetic and rounded to 8 bits. An axis
 * that keeps its length is not filtered. Only pixels inside the frame are computed.
 *
 * <p>{@code CROP} works like CLIP's processor: it resizes the shorter side (in a frame that is not
 * square: the side with the larger scale factor) to the frame, truncates the other side to whole
 * pixels and crops the centre, rounding its corner down. {@code PAD} fills the rest with white, the
 * usual background of listing images.
 *
 * <p>Immutable; any number of threads may use one instance.
 */
public final class ImageResizer {
  private static final byte WHITE = (byte) 255;
  private static final int HALF = 1 << (ResampleWindow.BITS - 1);

  private final int height;
  private final int width;
  private final Fit fit;
  private final int resize;

  /** A resizer to the input size of an encoder. */
  public static ImageResizer of(ImageEncoder image) {
    return new ImageResizer(image.height(), image.width(), image.fit(), image.resize());
  }

  /**
   * @param height of the frame, in pixels
   * @param width of the frame, in pixels
   */
  public ImageResizer(int height, int width, Fit fit) {
    this(height, width, fit, Math.min(height, width));
  }

  private ImageResizer(int height, int width, Fit fit, int resize) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("frame of " + height + " x " + width + " pixels");
    }
    this.height = height;
    this.width = width;
    this.fit = fit;
    this.resize = resize;
  }

  /** Returns 3 * height * width levels, planar: all of R, then G, then B. */
  public byte[] resize(RgbImage image) {
    Placement place = Placement.of(image, width, height, fit, resize);
    int plane = height * width;
    byte[] planar = new byte[3 * plane];
    if (place.width() < width || place.height() < height) {
      Arrays.fill(planar, WHITE);
    }
    ResampleWindow down = null;
    int firstRow = place.cropY();
    int rows = place.height();
    if (place.resizedHeight() != image.height()) {
      down =
          ResampleWindow.of(image.height(), place.resizedHeight(), place.cropY(), place.height());
      firstRow = down.low();
      rows = down.high() - down.low();
    }
    int[] across = across(image, place, firstRow, rows);
    int rowLength = 3 * place.width();
    int[] sums = new int[rowLength];
    for (int y = 0; y < place.height(); y++) {
      int target = (place.top() + y) * width + place.left();
      if (down == null) {
        System.arraycopy(across, y * rowLength, sums, 0, rowLength);
      } else {
        blend(across, (down.first()[y] - firstRow) * rowLength, down.weights()[y], sums);
      }
      for (int channel = 0; channel < 3; channel++) {
        int out = channel * plane + target;
        for (int x = channel; x < rowLength; x += 3) {
          planar[out++] = (byte) sums[x];
        }
      }
    }
    return planar;
  }

  /** The weighted sum of rows, rounded to levels. Int arrays let the JIT vectorise the loop. */
  private static void blend(int[] rows, int from, int[] weights, int[] sums) {
    Arrays.fill(sums, HALF);
    int at = from;
    for (int weight : weights) {
      for (int x = 0; x < sums.length; x++) {
        sums[x] += weight * rows[at + x];
      }
      at += sums.length;
    }
    for (int x = 0; x < sums.length; x++) {
      sums[x] = Math.max(0, Math.min(255, sums[x] >> ResampleWindow.BITS));
    }
  }

  /** Resizes rows horizontally: rows * 3 * place.width levels, interleaved. */
  private static int[] across(RgbImage image, Placement place, int firstRow, int rows) {
    int outLength = 3 * place.width();
    int[] out = new int[rows * outLength];
    byte[] levels = image.levels();
    if (place.resizedWidth() == image.width()) {
      for (int y = 0; y < rows; y++) {
        int in = 3 * ((firstRow + y) * image.width() + place.cropX());
        for (int x = 0; x < outLength; x++) {
          out[y * outLength + x] = levels[in + x] & 0xFF;
        }
      }
      return out;
    }
    ResampleWindow window =
        ResampleWindow.of(image.width(), place.resizedWidth(), place.cropX(), place.width());
    int low = window.low();
    int[] line = new int[3 * (window.high() - low)];
    for (int y = 0; y < rows; y++) {
      int in = 3 * ((firstRow + y) * image.width() + low);
      for (int x = 0; x < line.length; x++) {
        line[x] = levels[in + x] & 0xFF;
      }
      resizeLine(line, window, low, out, y * outLength);
    }
    return out;
  }

  private static void resizeLine(int[] line, ResampleWindow window, int low, int[] out, int start) {
    int at = start;
    for (int x = 0; x < window.first().length; x++) {
      int[] weights = window.weights()[x];
      int in = 3 * (window.first()[x] - low);
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int weight : weights) {
        red += weight * line[in];
        green += weight * line[in + 1];
        blue += weight * line[in + 2];
        in += 3;
      }
      out[at] = level(red);
      out[at + 1] = level(green);
      out[at + 2] = level(blue);
      at += 3;
    }
  }

  private static int level(int sum) {
    return Math.max(0, Math.min(255, sum >> ResampleWindow.BITS));
  }
}
