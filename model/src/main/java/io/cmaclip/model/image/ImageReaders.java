package io.cmaclip.model.image;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** Image I/O readers by format name. Each reader decodes one image and is then disposed. */
final class ImageReaders {
  private ImageReaders() {}

  /** The JDK's reader, even if others are registered for the format. */
  static ImageReader ofJava(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java has no reader for " + format);
  }

  /** The first reader registered for the format. */
  static ImageReader any(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new IllegalStateException("no reader for " + format + " on the class path");
    }
    return readers.next();
  }

  /** Makes a reader keep every {@code step}th row and column. */
  static void reduce(ImageReadParam param, int step) {
    if (step > 1) {
      param.setSourceSubsampling(step, step, 0, 0);
    }
  }
}
