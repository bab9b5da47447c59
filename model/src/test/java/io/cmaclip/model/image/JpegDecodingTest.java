package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmaclip.model.architecture.Fit;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding of JPEG with libjpeg-turbo beside Java's reader, at full and at reduced size. */
class JpegDecodingTest {
  private final ImageDecoder exact = new ImageDecoder(ImageLimits.DEFAULT, true);
  private final ImageDecoder fast = new ImageDecoder(ImageLimits.DEFAULT, true, DecodeMode.FAST);
  private final ImageDecoder java =
      new ImageDecoder(ImageLimits.DEFAULT, true, DecodeMode.FAST, JpegLibrary.JAVA);
  private final ImageResizer resizer = new ImageResizer(32, 24, Fit.CROP);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void decodingForTheModelEqualsDecodingAndResizing(int orientation) throws Exception {
    byte[] file = Images.withSegment(jpeg(211, 157), 0xE1, Images.exif(orientation));
    byte[] expected = resizer.resize(exact.decode(file));
    assertThat(exact.decodeResized(file, resizer)).isEqualTo(expected);
    assertThat(java.decodeResized(file, resizer)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void fastDiffersLittleFromExactInEveryOrientation(int orientation) throws Exception {
    byte[] file = Images.withSegment(jpeg(601, 799), 0xE1, Images.exif(orientation));
    byte[] expected = exact.decodeResized(file, resizer);
    assertThat(meanDifference(fast.decodeResized(file, resizer), expected)).isLessThan(2);
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void fastKeepsAtLeastThePixelsOfTheModel(Fit fit) {
    ImageResizer square = new ImageResizer(224, 224, fit);
    List<Integer> reductions = TurboJpeg.REDUCTIONS;
    assertThat(square.reduction(new ImageSize(895, 895), reductions)).isEqualTo(2);
    assertThat(square.reduction(new ImageSize(896, 896), reductions)).isEqualTo(4);
    // Padding shrinks the longer side to the frame, the others keep the shorter one.
    assertThat(square.reduction(new ImageSize(224, 3000), reductions))
        .isEqualTo(fit == Fit.PAD ? 8 : 1);
    assertThat(square.reduction(new ImageSize(60, 80), reductions)).isEqualTo(1);
    assertThat(square.reduction(new ImageSize(9000, 9000), reductions)).isEqualTo(8);
  }

  @Test
  void fastDecodesAtReducedSize() throws Exception {
    assumeTrue(JpegLibrary.find().turbo().isPresent(), "libturbojpeg is not installed");
    byte[] file = jpeg(600, 800);
    assertThat(fast.decodeResized(file, resizer)).isNotEqualTo(exact.decodeResized(file, resizer));
  }

  @Test
  void withoutLibjpegTurboFastIsExact() throws Exception {
    byte[] file = jpeg(600, 800);
    assertThat(java.decodeResized(file, resizer)).isEqualTo(exact.decodeResized(file, resizer));
  }

  @Test
  void aLargeImageIsDecodedAtReducedSizeInBothModes() throws Exception {
    ImageLimits limits = new ImageLimits(1 << 20, 1000, 300_000, 60_000, 100, 1 << 20);
    byte[] file = jpeg(600, 400);
    byte[] expected = resizer.resize(exact.decode(file));
    for (JpegLibrary library : List.of(JpegLibrary.find(), JpegLibrary.JAVA)) {
      ImageDecoder small = new ImageDecoder(limits, true, DecodeMode.EXACT, library);
      assertThat(meanDifference(small.decodeResized(file, resizer), expected)).isLessThan(6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 700, 1500})
  void refusesAFileThatIsCutOff(int length) {
    byte[] cut = Arrays.copyOf(jpeg(211, 157), length);
    for (ImageDecoder decoder : List.of(exact, fast, java)) {
      assertThatThrownBy(() -> decoder.decodeResized(cut, resizer))
          .isInstanceOf(UnreadableImageException.class);
    }
  }

  @Test
  void manyThreadsDecodeDifferentImages() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> calls =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        byte[] file = jpeg(40 + 7 * (i % 13), 50 + 11 * (i % 7));
                        return Arrays.equals(
                            exact.decode(file).levels(), java.decode(file).levels());
                      })
              .toList();
      for (Future<Boolean> equal : threads.invokeAll(calls)) {
        assertThat(equal.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static double meanDifference(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    return IntStream.range(0, a.length)
        .map(i -> Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)))
        .average()
        .orElseThrow();
  }

  private static byte[] jpeg(int width, int height) {
    return Images.encoded(Images.circles(width, height, BufferedImage.TYPE_INT_RGB, 4), "jpg");
  }
}
