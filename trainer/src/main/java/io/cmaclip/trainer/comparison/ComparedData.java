package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cmaclip.model.listings.MetadataOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the runs of a comparison have in common: listings, each a folder or zip in ImageFolder form,
 * and encoders to start from.
 *
 * @param clip an imported CLIP or a bundle; null = encoders start from nothing
 * @param validation null = held out of the training listings
 * @param metadata columns to read of all of them; names a file
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

  /** What results remember of it, so that those of other data are not mixed in. */
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
