package io.cmaclip.model.image;

/** The limits of {@link HostileImagesTest} without libjpeg-turbo. */
class HostileImagesWithJavasReaderTest extends HostileImagesTest {
  @Override
  JpegLibrary library() {
    return JpegLibrary.JAVA;
  }
}
