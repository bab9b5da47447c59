package io.cmaclip.trainer.comparison;

import java.nio.file.Path;

/**
 * The listings of a comparison, each a folder or zip in ImageFolder form.
 *
 * @param validation null = held out of the training listings
 * @param metadata name of the metadata file in all of them
 */
public record ComparedData(Path training, Path validation, Path test, String metadata) {
  /** What results remember of it, so that those of other data are not mixed in. */
  Names names() {
    return new Names(
        training.getFileName().toString(),
        validation == null ? null : validation.getFileName().toString(),
        test.getFileName().toString(),
        metadata);
  }

  /** File names. */
  public record Names(String training, String validation, String test, String metadata) {}
}
