package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;

/**
 * The inputs of all runs of a comparison. Listings are folders or zips in ImageFolder form.
 *
 * @param validation null = a part of the training listings
 * @param metadata name of the metadata file in all folders
 * @param clip an imported CLIP or a bundle; null = encoders with random weights
 */
public record ComparedData(Path training, Path validation, Path test, String metadata, Path clip) {
  /** The names by which a result is matched to its data. */
  Names names() {
    return new Names(
        training.getFileName().toString(),
        validation == null ? null : validation.getFileName().toString(),
        test.getFileName().toString(),
        metadata,
        clip == null ? null : clip.getFileName().toString());
  }

  /** File names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Names(
      String training, String validation, String test, String metadata, String clip) {}
}
