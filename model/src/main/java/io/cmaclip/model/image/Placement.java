package io.cmaclip.model.image;

import io.cmaclip.model.architecture.Fit;

/**
 * Position of an image in the model's frame: the size it is resized to, the part that is cropped
 * from it, and the position of that part in the frame.
 */
record Placement(
    int resizedWidth,
    int resizedHeight,
    int cropX,
    int cropY,
    int width,
    int height,
    int left,
    int top) {

  /**
   * @param image at full size
   * @param frame the model's input
   * @param resize of {@link io.cmaclip.model.architecture.ImageEncoder}
   */
  static Placement of(ImageSize image, ImageSize frame, Fit fit, int resize) {
    long w = image.width();
    long h = image.height();
    int frameWidth = frame.width();
    int frameHeight = frame.height();
    // Compares frameWidth / w with frameHeight / h without division.
    boolean byWidth = frameWidth * h >= frameHeight * w;
    return switch (fit) {
      case STRETCH -> new Placement(frameWidth, frameHeight, 0, 0, frameWidth, frameHeight, 0, 0);
      case CROP -> {
        // A square may be cropped from a larger resized image.
        boolean square = frameWidth == frameHeight;
        long wide = square ? resize : frameWidth;
        long high = square ? resize : frameHeight;
        int rw = (int) (byWidth ? wide : high * w / h);
        int rh = (int) (byWidth ? wide * h / w : high);
        yield new Placement(
            rw, rh, (rw - frameWidth) / 2, (rh - frameHeight) / 2, frameWidth, frameHeight, 0, 0);
      }
      case PAD -> {
        int rw = byWidth ? Math.max(1, (int) (frameHeight * w / h)) : frameWidth;
        int rh = byWidth ? frameHeight : Math.max(1, (int) (frameWidth * h / w));
        yield new Placement(rw, rh, 0, 0, rw, rh, (frameWidth - rw) / 2, (frameHeight - rh) / 2);
      }
    };
  }
}
