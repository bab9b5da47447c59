package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.cmaclip.model.architecture.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes decode to an image within the limits or are refused, in bounded time and memory. The
 * build decodes only the seeds; {@code -Pfuzz} mutates them.
 */
class ImageDecoderFuzzTarget {
  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 2_000, 250_000);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Memory of readers and tables, and several times the pixels and the file. */
  private static final long MOST_BYTES = 64L << 20;

  /**
   * A lossless WebP of one pixel and a lossy one of 16 x 16, which Java cannot write; and what
   * fuzzing found, one that announces tens of thousands of code tables in 38 bytes.
   */
  private static final List<String> WEBP =
      List.of(
          "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
          "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
          "UklGRhoAAABXRUJQVlA4TA0AAAAvAAcQEAcAAAAAB4cAAAD+BwA=");

  private final ImageDecoder decoder = new ImageDecoder(LIMITS, true);
  private final ImageDecoder fast = new ImageDecoder(LIMITS, true, DecodeMode.FAST);
  private final ImageResizer resizer = new ImageResizer(8, 8, Fit.CROP);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<byte[]> seeds() throws IOException {
    BufferedImage colours = Images.circles(9, 7, BufferedImage.TYPE_INT_RGB, 1);
    BufferedImage clear = Images.circles(9, 7, BufferedImage.TYPE_INT_ARGB, 1);
    BufferedImage gray = Images.circles(9, 7, BufferedImage.TYPE_BYTE_GRAY, 1);
    BufferedImage indexed = Images.circles(9, 7, BufferedImage.TYPE_BYTE_INDEXED, 1);
    byte[] jpeg = Images.encoded(colours, "jpg");
    Stream<byte[]> java =
        Stream.of(
            jpeg,
            Images.withSegment(jpeg, 0xE1, Images.exif(6)),
            Images.progressive(colours),
            Images.encoded(gray, "jpg"),
            Images.encoded(colours, "png"),
            Images.encoded(clear, "png"),
            Images.encoded(indexed, "png"),
            Images.encoded(indexed, "gif"),
            Images.encoded(colours, "bmp"),
            Images.encoded(indexed, "bmp"));
    return Stream.concat(java, WEBP.stream().map(Base64.getDecoder()::decode));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "4m")
  void decodesOrRefusesAnyBytesWithinTheLimits(byte[] bytes) {
    if (bytes == null) {
      return;
    }
    long time = threads.getCurrentThreadCpuTime();
    long memory = threads.getCurrentThreadAllocatedBytes();
    try {
      RgbImage image = decoder.decode(bytes);
      LIMITS.checkSize(image.width(), image.height());
      assertThat(image.levels()).hasSize(3 * image.width() * image.height());
      assertThat(fast.decodeResized(bytes, resizer)).hasSize(3 * 8 * 8);
    } catch (UnreadableImageException refused) {
      assertThat(refused).hasMessageNotContaining("OutOfMemory");
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - memory).isLessThan(MOST_BYTES);
    assertThat(threads.getCurrentThreadCpuTime() - time).isLessThan(LONGEST.toNanos());
  }
}
