package io.cmaclip.streams.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select listings on disk. */
public final class ListingOptions {
  @Option(
      names = "--listings",
      paramLabel = "PATH",
      description = "Folder or zip with images and metadata (Hugging Face ImageFolder).")
  private Path path;

  @Mixin private DataSetOptions dataSet;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N listings.")
  private Long limit;

  public boolean isGiven() {
    return path != null;
  }

  /**
   * Opens the data set of {@code --listings}.
   *
   * @throws UserException if the option is missing or its path cannot be opened
   */
  public ListingFolder open() {
    if (path == null) {
      throw new UsageException("--listings is missing: a folder or zip of listings");
    }
    return open(path);
  }

  /** Opens another data set with the same name of the metadata file. */
  public ListingFolder open(Path other) {
    return dataSet.openUnlabelled(other);
  }

  /** Largest number of listings; {@code Long.MAX_VALUE} without {@code --limit}. */
  public long limit() {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit " + limit + ": must be at least 1");
    }
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
