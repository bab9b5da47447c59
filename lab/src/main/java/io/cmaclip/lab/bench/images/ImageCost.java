package io.cmaclip.lab.bench.images;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the CPU time of one sample image: decoding beside Java's readers, and decoding and
 * resizing beside Pillow. Owned by one thread.
 */
final class ImageCost {
  /** Larger images are not decoded at full size, since the service does not either. */
  static final long MOST_DECODED_PIXELS = 20_000_000;

  private static final long ROUND_NANOS = 100_000_000;

  /**
   * Cost of decoding at full size.
   *
   * @param cpuMillis of our decoder
   * @param beforeCpuMillis of Java's reader with a plain conversion; null for WebP, which the
   *     reader that was used before decoded wrongly
   * @param ratio of the two
   */
  record Decoding(
      String format,
      int width,
      int height,
      int bytes,
      double cpuMillis,
      Double beforeCpuMillis,
      Double ratio) {}

  /**
   * Cost of decoding and resizing.
   *
   * @param target size of the model's input
   * @param pillowCpuMillis of Pillow; null where Python or Pillow is missing
   * @param pillowDraftCpuMillis of Pillow with {@code draft}; null also for formats other than JPEG
   */
  record Preparation(
      String format,
      int width,
      int height,
      String target,
      String mode,
      double cpuMillis,
      Double pillowCpuMillis,
      Double pillowDraftCpuMillis) {}

  private final SampleFormat format;
  private final Size size;
  private final byte[] file;
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);

  /** Draws and encodes the image. */
  ImageCost(SampleFormat format, Size size) throws IOException {
    this.format = format;
    this.size = size;
    this.file = format.encode(SampleImage.draw(size));
  }

  /** Measures decoding at full size; empty for an image that is decoded at reduced size. */
  Optional<Decoding> decoding() {
    if (size.pixels() > MOST_DECODED_PIXELS) {
      return Optional.empty();
    }
    CpuRounds rounds =
        new CpuRounds(ROUND_NANOS).add("ours", () -> readable(() -> decoder.decode(file)));
    if (PlainReader.reads(format)) {
      rounds.add("before", () -> PlainReader.levels(format, file));
    }
    Map<String, Double> millis = rounds.run();
    double ours = millis.get("ours");
    Double before = millis.get("before");
    return Optional.of(
        new Decoding(
            format.toString(),
            size.width(),
            size.height(),
            file.length,
            ours,
            before,
            before == null ? null : ours / before));
  }

  /**
   * Measures decoding and resizing in each mode.
   *
   * @param pillow empty where it is missing
   */
  List<Preparation> preparation(Size target, Optional<Pillow> pillow) throws IOException {
    ImageResizer resizer = new ImageResizer(target.height(), target.width(), Fit.CROP);
    CpuRounds rounds = new CpuRounds(ROUND_NANOS);
    for (DecodeMode mode : DecodeMode.values()) {
      ImageDecoder ofMode = new ImageDecoder(ImageLimits.DEFAULT, true, mode);
      rounds.add(mode.label(), () -> readable(() -> ofMode.decodeResized(file, resizer)));
    }
    Path path = Files.createTempFile("cmaclip-bench-", "." + format.imageIo());
    try {
      Files.write(path, file);
      pillow.ifPresent(
          python -> {
            rounds.addMeasured("pillow", () -> python.millis(path, target, false, ROUND_NANOS));
            if (format.imageIo().equals("jpeg")) {
              rounds.addMeasured("draft", () -> python.millis(path, target, true, ROUND_NANOS));
            }
          });
      Map<String, Double> millis = rounds.run();
      List<Preparation> found = new ArrayList<>();
      for (DecodeMode mode : DecodeMode.values()) {
        found.add(
            new Preparation(
                format.toString(),
                size.width(),
                size.height(),
                target.toString(),
                mode.label(),
                millis.get(mode.label()),
                millis.get("pillow"),
                millis.get("draft")));
      }
      return found;
    } finally {
      Files.delete(path);
    }
  }

  private interface Work {
    Object run() throws UnreadableImageException;
  }

  private static void readable(Work work) {
    try {
      work.run();
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("cannot decode the sample image", e);
    }
  }
}
