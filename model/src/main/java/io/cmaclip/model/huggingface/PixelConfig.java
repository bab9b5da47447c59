package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.errors.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code preprocessor_config.json}: how CLIP's processor brings pictures to the encoder.
 *
 * @param side of the square that the encoder sees, in pixels
 * @param resize what the shorter side becomes before the centre is cut out
 */
record PixelConfig(int side, Fit fit, int resize, List<Double> mean, List<Double> deviation) {
  private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final int BICUBIC = 3;

  PixelConfig {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /**
   * Reads the file.
   *
   * @throws UserException with key and value for steps that we do not take
   */
  static PixelConfig read(Path file) {
    ConfigFields fields = ConfigFields.of(file);
    if (!fields.bool("do_resize", true)) {
      throw fields.refused("do_resize", "pictures that are not resized are not supported");
    }
    if (fields.integer("resample", BICUBIC) != BICUBIC) {
      throw fields.refused("resample", "must be 3 (bicubic)");
    }
    if (!fields.bool("do_rescale", true)
        || Math.abs(fields.number("rescale_factor", 1 / 255.0) * 255 - 1) > 1e-6) {
      throw fields.refused("rescale_factor", "levels must be divided by 255");
    }
    boolean normalised = fields.bool("do_normalize", true);
    List<Double> mean = normalised ? channels(fields, "image_mean", MEAN) : List.of(0.0, 0.0, 0.0);
    List<Double> deviation =
        normalised ? channels(fields, "image_std", DEVIATION) : List.of(1.0, 1.0, 1.0);
    boolean cropped = fields.bool("do_center_crop", true);
    JsonNode size = fields.node().path("size");
    if (size.isObject() && !size.has("shortest_edge")) {
      int height = square(fields, "size");
      if (cropped && square(fields, "crop_size") != height) {
        throw fields.refused("size", "with height and width it must be equal to crop_size");
      }
      return new PixelConfig(height, Fit.STRETCH, height, mean, deviation);
    }
    int shortest = size.isObject() ? fields.object("size").integer("shortest_edge", 0) : 0;
    int resize = size.isObject() ? shortest : fields.integer("size", 224);
    if (!cropped) {
      throw fields.refused(
          "do_center_crop", "without it size must name height and width, for pictures are squares");
    }
    int side = square(fields, "crop_size");
    if (resize < side) {
      throw fields.refused("size", "must be at least crop_size, or there is nothing to cut out");
    }
    return new PixelConfig(side, Fit.CROP, resize, mean, deviation);
  }

  /** A plain number, or equal height and width. */
  private static int square(ConfigFields fields, String key) {
    JsonNode value = fields.node().path(key);
    if (!value.isObject()) {
      return fields.integer(key, 224);
    }
    int height = fields.object(key).integer("height", -1);
    if (height < 1 || height != fields.object(key).integer("width", -1)) {
      throw fields.refused(key, "must be a square");
    }
    return height;
  }

  private static List<Double> channels(ConfigFields fields, String key, List<Double> absent) {
    if (!fields.has(key)) {
      return absent;
    }
    List<Double> values = new ArrayList<>();
    fields.node().get(key).forEach(value -> values.add(value.asDouble(Double.NaN)));
    if (values.size() != 3 || values.stream().anyMatch(v -> v.isNaN())) {
      throw fields.refused(key, "must be 3 numbers");
    }
    return values;
  }
}
