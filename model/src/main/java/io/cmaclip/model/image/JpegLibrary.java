package io.cmaclip.model.image;

import java.util.Optional;

/**
 * The library that decodes JPEG: libjpeg-turbo where the system has it, otherwise Java's reader.
 *
 * @param turbo empty without libjpeg-turbo
 * @param description for logs
 */
record JpegLibrary(Optional<TurboJpeg> turbo, String description) {
  /** Java's reader, also where libjpeg-turbo is installed. */
  static final JpegLibrary JAVA = new JpegLibrary(Optional.empty(), "Java's reader");

  /** The library of this machine. */
  static JpegLibrary find() {
    return Found.LIBRARY;
  }

  /** A process links a library once. */
  private static final class Found {
    static final JpegLibrary LIBRARY = link();

    private static JpegLibrary link() {
      try {
        return new JpegLibrary(Optional.of(TurboJpeg.link()), "libjpeg-turbo");
      } catch (LinkageError e) {
        return new JpegLibrary(
            Optional.empty(), "Java's reader (libturbojpeg, which is faster, is not installed)");
      }
    }
  }
}
