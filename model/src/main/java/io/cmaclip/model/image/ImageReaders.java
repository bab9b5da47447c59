package io.cmaclip.model.image;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Readers by name. A reader serves one image and is disposed of. */
final class ImageReaders {
  private ImageReaders() {}

  /** The JDK's own reader, whatever else is registered for the format. */
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
}
