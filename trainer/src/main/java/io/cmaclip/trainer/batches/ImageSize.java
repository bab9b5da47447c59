package io.cmaclip.trainer.batches;

import io.cmaclip.model.architecture.ImageEncoder;

/** Height and width of images, in pixels. */
public record ImageSize(int height, int width) {
  public static ImageSize of(ImageEncoder image) {
    return new ImageSize(image.height(), image.width());
  }

  /** Levels of an image, RGB. */
  int levels() {
    return 3 * height * width;
  }
}
