package io.cmaclip.model.image;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import java.util.Arrays;
import java.util.List;

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
    ImageSize size = new ImageSize(image.width(), image.height());
    return resize(image, new Reduction(size, 1, Orientation.UPRIGHT));
  }

  /**
   * Resizes an image that may have been decoded at reduced size.
   *
   * @param reduction of {@code rows}
   */
  byte[] resize(PixelRows rows, Reduction reduction) {
    Placement place = placement(reduction.full());
    byte[] planar = new byte[3 * height * width];
    if (place.width() < width || place.height() < height) {
      Arrays.fill(planar, WHITE);
    }
    ResampleWindow across =
        place.resizedWidth() == rows.width()
            ? null
            : ResampleWindow.of(
                reduction.horizontal(rows.width()),
                place.resizedWidth(),
                place.cropX(),
                place.width());
    RowResampler horizontal = new RowResampler(rows, across, place.cropX(), place.width());
    ImageFrame frame = new ImageFrame(planar, width, height * width, place);
    if (place.resizedHeight() == rows.height()) {
      for (int y = 0; y < place.height(); y++) {
        int row = place.cropY() + y;
        horizontal.resample(row, row);
        frame.write(y, horizontal.first());
      }
      return planar;
    }
    ResampleWindow down =
        ResampleWindow.of(
            reduction.vertical(rows.height()),
            place.resizedHeight(),
            place.cropY(),
            place.height());
    ColumnResampler vertical = new ColumnResampler(down, 3 * place.width(), frame);
    int last = down.high() - 1;
    for (int y = down.low(); y <= last; y += 2) {
      horizontal.resample(y, Math.min(y + 1, last));
      vertical.add(y, horizontal.first(), y < last ? horizontal.second() : null);
    }
    return planar;
  }

  /**
   * The largest reduction of an image that leaves at least the pixels of the resized image.
   *
   * @param full size of the image
   * @param allowed reductions in ascending order
   */
  int reduction(ImageSize full, List<Integer> allowed) {
    Placement place = placement(full);
    int largest = 1;
    for (int factor : allowed) {
      boolean enough =
          full.width() >= (long) factor * place.resizedWidth()
              && full.height() >= (long) factor * place.resizedHeight();
      largest = enough ? factor : largest;
    }
    return largest;
  }

  private Placement placement(ImageSize full) {
    return Placement.of(full, new ImageSize(width, height), fit, resize);
  }
}
