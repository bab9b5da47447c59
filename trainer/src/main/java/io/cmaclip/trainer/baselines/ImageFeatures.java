package io.cmaclip.trainer.baselines;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.RgbImage;
import io.cmaclip.model.image.UnreadableImageException;

/** 24 x 32 pixels and a histogram of 4 x 4 x 4 colours. Thread-safe. */
final class ImageFeatures {
  static final int WIDTH = 24;
  static final int HEIGHT = 32;
  private static final int PIXELS = 3 * WIDTH * HEIGHT;
  private static final int LEVELS = 4;
  static final int SIZE = PIXELS + LEVELS * LEVELS * LEVELS;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);
  private final ImageResizer resizer = new ImageResizer(HEIGHT, WIDTH, Fit.STRETCH);

  /** Levels and square roots of colour shares, all 0..1; null without a readable image. */
  float[] of(byte[] file) {
    if (file == null) {
      return null;
    }
    RgbImage image;
    try {
      image = decoder.decodeForResize(file);
    } catch (UnreadableImageException e) {
      return null;
    }
    float[] features = new float[SIZE];
    byte[] pixels = resizer.resize(image);
    for (int i = 0; i < PIXELS; i++) {
      features[i] = (pixels[i] & 255) / 255f;
    }
    byte[] levels = image.levels();
    for (int i = 0; i < levels.length; i += 3) {
      int bin =
          ((levels[i] & 255) >> 6) * LEVELS * LEVELS
              + ((levels[i + 1] & 255) >> 6) * LEVELS
              + ((levels[i + 2] & 255) >> 6);
      features[PIXELS + bin]++;
    }
    for (int i = PIXELS; i < SIZE; i++) {
      features[i] = (float) Math.sqrt(features[i] * 3 / levels.length);
    }
    return features;
  }
}
