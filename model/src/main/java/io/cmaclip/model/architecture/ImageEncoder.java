package io.cmaclip.model.architecture;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * Vision transformer. A null {@code fit}, {@code resize}, {@code mean}, {@code deviation}, {@code
 * stem}, {@code feedForward}, {@code activation} or {@code epsilon} selects CLIP's value.
 *
 * @param height image height in pixels, a multiple of {@code patch}
 * @param width image width in pixels, a multiple of {@code patch}
 * @param resize length of the shorter side before the centre crop, in pixels. With {@code fit =
 *     crop} and a square image at least the height; otherwise the smaller of height and width
 * @param mean per channel (R, G, B), subtracted from levels scaled to 0 to 1
 * @param deviation per channel, divides the difference
 * @param patch side of a patch in pixels; a multiple of the stride of the stem
 * @param hidden width of the transformer, a multiple of {@code heads}
 * @param feedForward width of the hidden layer of each MLP; null: four times {@code hidden}
 * @param epsilon of the layer norms
 */
public record ImageEncoder(
    int height,
    int width,
    Fit fit,
    Integer resize,
    List<Double> mean,
    List<Double> deviation,
    Stem stem,
    int patch,
    int hidden,
    int layers,
    int heads,
    Integer feedForward,
    Activation activation,
    Double epsilon) {
  static final double CLIP_EPSILON = 1e-5;

  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  public ImageEncoder {
    fit = requireNonNullElse(fit, Fit.CROP);
    resize = requireNonNullElse(resize, Math.min(height, width));
    mean = List.copyOf(requireNonNullElse(mean, CLIP_MEAN));
    deviation = List.copyOf(requireNonNullElse(deviation, CLIP_DEVIATION));
    stem = requireNonNullElse(stem, Stem.PATCH);
    feedForward = requireNonNullElse(feedForward, 4 * hidden);
    activation = requireNonNullElse(activation, Activation.QUICK_GELU);
    epsilon = requireNonNullElse(epsilon, CLIP_EPSILON);
    Check.between("image.height", height, 1, 4096);
    Check.between("image.width", width, 1, 4096);
    Check.between("image.patch", patch, 1, 4096);
    Check.multiple("image.height", height, "image.patch", patch);
    Check.multiple("image.width", width, "image.patch", patch);
    if (patch % stem.stride() != 0) {
      throw new IllegalArgumentException(
          "image.patch = %d: must be a multiple of %d with image.stem = %s"
              .formatted(patch, stem.stride(), stem));
    }
    int smaller = Math.min(height, width);
    if (resize != smaller && (fit != Fit.CROP || height != width || resize < smaller)) {
      throw new IllegalArgumentException(
          "image.resize = "
              + resize
              + ": must be "
              + smaller
              + (fit == Fit.CROP && height == width ? " or more" : ""));
    }
    Check.between("image.resize", resize, 1, 8192);
    Check.between("image.hidden", hidden, 1, 65536);
    Check.between("image.layers", layers, 1, 1000);
    Check.between("image.heads", heads, 1, hidden);
    Check.multiple("image.hidden", hidden, "image.heads", heads);
    Check.between("image.feedForward", feedForward, 1, 262144);
    Check.channels("image.mean", mean, -10);
    Check.channels("image.deviation", deviation, 1e-6);
    Check.epsilon("image.epsilon", epsilon);
  }

  /** Number of patches, without the class token. */
  public int patches() {
    return (height / patch) * (width / patch);
  }

  /** Number of image tokens: class token and patches. */
  public int tokens() {
    return 1 + patches();
  }

  /** Values per patch: the columns of the patch projection. */
  public int patchSize() {
    int side = patchSide();
    return stem.outputChannels() * side * side;
  }

  /** Side of a patch in the output of the stem. */
  public int patchSide() {
    return patch / stem.stride();
  }

  /** Bytes of one image: RGB levels, channels first. */
  public int pixelBytes() {
    return 3 * height * width;
  }
}
