package io.cmaclip.model.huggingface;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP's image preprocessing: {@code preprocessor_config.json}, or {@code image_processor} in
 * {@code processor_config.json}. Unsupported steps are refused.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record PixelConfig(
    String imageProcessorType,
    Boolean doConvertRgb,
    Boolean doResize,
    Integer resample,
    Boolean doRescale,
    Double rescaleFactor,
    Boolean doNormalize,
    List<Double> imageMean,
    List<Double> imageStd,
    Boolean doCenterCrop,
    Size size,
    Size cropSize) {
  static final String FILE = "preprocessor_config.json";

  /** Written by transformers 5 instead of {@link #FILE}, and by transformers 4 beside it. */
  static final String PROCESSOR_FILE = "processor_config.json";

  private static final int BICUBIC = 3;
  private static final double LEVELS = 255;
  private static final String LEVELS_RULE = "levels must be divided by 255";
  private static final Size DEFAULT_SIZE = Size.of(224);

  /**
   * Size of an image; older files have a number.
   *
   * @param shortestEdge length of the shorter side; null when height and width are given
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Size(Integer shortestEdge, Integer height, Integer width) {
    @JsonCreator
    Size {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Size of(int side) {
      return new Size(side, side, side);
    }

    boolean isSquare() {
      return height != null && height > 0 && height.equals(width);
    }
  }

  PixelConfig {
    require(
        doResize == null || doResize,
        "do_resize",
        doResize,
        "images that are not resized are not supported");
    require(resample == null || resample == BICUBIC, "resample", resample, "must be 3 (bicubic)");
    require(doRescale == null || doRescale, "do_rescale", doRescale, LEVELS_RULE);
    require(
        rescaleFactor == null || Math.abs(rescaleFactor * LEVELS - 1) <= 1e-6,
        "rescale_factor",
        rescaleFactor,
        LEVELS_RULE);
    doNormalize = requireNonNullElse(doNormalize, true);
    require(isChannels(imageMean), "image_mean", imageMean, "must be 3 numbers");
    require(isChannels(imageStd), "image_std", imageStd, "must be 3 numbers");
    doCenterCrop = requireNonNullElse(doCenterCrop, true);
    size = requireNonNullElse(size, DEFAULT_SIZE);
    cropSize = requireNonNullElse(cropSize, DEFAULT_SIZE);
    require(!doCenterCrop || cropSize.isSquare(), "crop_size", cropSize, "must be a square");
    if (size.shortestEdge == null) {
      require(size.isSquare(), "size", size, "must be a square");
      require(
          !doCenterCrop || size.height.equals(cropSize.height),
          "size",
          size,
          "with height and width it must be equal to crop_size");
    } else {
      require(doCenterCrop, "do_center_crop", false, "requires size with equal height and width");
      require(size.shortestEdge >= cropSize.height, "size", size, "must be at least crop_size");
    }
  }

  /**
   * Reads the preprocessing of a model. Like transformers 5, prefers {@code image_processor} of
   * {@code processor_config.json}.
   *
   * @throws UserException when both files are missing, or a value is unsupported
   */
  static PixelConfig read(Path folder) {
    Path nested = folder.resolve(PROCESSOR_FILE);
    if (CheckpointFile.exists(nested)) {
      JsonNode processor = CheckpointFile.read(nested, JsonNode.class).path("image_processor");
      if (processor.isObject()) {
        try {
          return Json.read(processor, PixelConfig.class);
        } catch (IllegalArgumentException e) {
          throw new UserException(nested + ": image_processor: " + e.getMessage(), e);
        }
      }
    }
    if (!CheckpointFile.exists(folder.resolve(FILE))) {
      throw new UserException(
          folder.resolve(FILE)
              + " is missing, and "
              + PROCESSOR_FILE
              + " has no image_processor: copy it from the model that this one was trained from");
    }
    return CheckpointFile.read(folder.resolve(FILE), PixelConfig.class);
  }

  private static void require(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(key + " = " + Json.tree(value) + ": " + rule);
    }
  }

  private static boolean isChannels(List<Double> values) {
    return values == null
        || (values.size() == 3 && values.stream().allMatch(v -> v != null && Double.isFinite(v)));
  }

  /** Returns the configuration of an encoder with square images, cropped or stretched. */
  static PixelConfig of(ImageEncoder image) {
    boolean crop = image.fit() == Fit.CROP;
    Size square = new Size(null, image.height(), image.width());
    return new PixelConfig(
        "CLIPImageProcessor",
        true,
        true,
        BICUBIC,
        true,
        1 / LEVELS,
        true,
        image.mean(),
        image.deviation(),
        crop,
        crop ? new Size(image.resize(), null, null) : square,
        square);
  }

  /** Side of the encoder's square input, in pixels. */
  int side() {
    return fit() == Fit.CROP ? cropSize.height : size.height;
  }

  Fit fit() {
    return size.shortestEdge == null ? Fit.STRETCH : Fit.CROP;
  }

  /** Length of the shorter side before the centre crop, in pixels. */
  int resize() {
    return fit() == Fit.CROP ? size.shortestEdge : size.height;
  }

  /** Per channel; null selects CLIP's. */
  List<Double> mean() {
    return doNormalize ? imageMean : List.of(0.0, 0.0, 0.0);
  }

  /** Per channel; null selects CLIP's. */
  List<Double> deviation() {
    return doNormalize ? imageStd : List.of(1.0, 1.0, 1.0);
  }
}
