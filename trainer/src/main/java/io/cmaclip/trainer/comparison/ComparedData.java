package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cmaclip.model.listings.MetadataOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of all runs of a comparison. Listings are folders or zips in ImageFolder form.
 *
 * @param clip an imported CLIP or a bundle; null = encoders with random weights
 * @param validation null = a part of the training listings
 * @param metadata metadata file and columns to read in all folders
 */
public record ComparedData(
    Path training, Path validation, Path test, MetadataOptions metadata, Path clip) {
  /** Options of the commands that read the data sets. */
  List<String> metadataOptions() {
    List<String> options = new ArrayList<>(List.of("--metadata=" + metadata.metadata()));
    Optional.ofNullable(metadata.title()).ifPresent(title -> options.add("--title=" + title));
    Optional.ofNullable(metadata.id()).ifPresent(id -> options.add("--id=" + id));
    return options;
  }

  /** The names by which a result is matched to its data. */
  Names names() {
    return new Names(
        training.getFileName().toString(),
        validation == null ? null : validation.getFileName().toString(),
        test.getFileName().toString(),
        metadata.metadata(),
        clip == null ? null : clip.getFileName().toString());
  }

  /** File names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Names(
      String training, String validation, String test, String metadata, String clip) {}
}
