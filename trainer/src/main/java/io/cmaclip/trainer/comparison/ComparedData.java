package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;

/**
 * What the runs of a comparison have in common: listings, each a folder or zip in ImageFolder form,
 * and encoders to start from.
 *
 * @param clip an imported CLIP or a bundle; null = encoders start from nothing
 * @param validation null = held out of the training listings
 * @param metadata name of the metadata file in all of them
 */
public record ComparedData(Path training, Path validation, Path test, String metadata, Path clip) {
  /** What results remember of it, so that those of other data are not mixed in. */
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
