package io.cmaclip.streams.cli;

import picocli.CommandLine.Mixin;
import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which listings on disk. */
public final class ListingOptions {
  @Option(
      names = "--listings",
      paramLabel = "PATH",
      description = "Folder or zip with images and metadata (Hugging Face ImageFolder).")
  private Path path;

  @Mixin private DataSetOptions dataSet;

  @Option(names = "--limit", paramLabel = "N", description = "At most the first N listings.")
  private Long limit;

  public boolean isGiven() {
    return path != null;
  }

  /**
   * Opens what was named.
   *
   * @throws UserException when nothing was, or there is nothing there
   */
  public ListingFolder open() {
    if (path == null) {
      throw new UsageException("--listings is missing: a folder or zip of listings");
    }
    return open(path);
  }

  /** Opens another data set under the same name of metadata. */
  public ListingFolder open(Path other) {
    return dataSet.openUnlabelled(other);
  }

  /** Most listings; without --limit as good as none. */
  public long limit() {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit " + limit + ": must be at least 1");
    }
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
