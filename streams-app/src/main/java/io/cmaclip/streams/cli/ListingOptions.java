package io.cmaclip.streams.cli;

import io.cmaclip.cli.UserError;
import io.cmaclip.model.listings.ListingFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which listings on disk. */
final class ListingOptions {
  @Option(
      names = "--listings",
      paramLabel = "PATH",
      description = "Folder or zip with pictures and metadata (Hugging Face ImageFolder).")
  private Path path;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = ListingFolder.DEFAULT_METADATA,
      description = "Name of the metadata file in it (default: ${DEFAULT-VALUE}).")
  private String metadata;

  @Option(names = "--limit", paramLabel = "N", description = "At most the first N listings.")
  private Long limit;

  boolean isGiven() {
    return path != null;
  }

  /**
   * Opens what was named.
   *
   * @throws UserError when nothing was, or there is nothing there
   */
  ListingFolder open() {
    if (path == null) {
      throw UserError.usage("--listings is missing: a folder or zip of listings");
    }
    return open(path);
  }

  /** Opens another data set under the same name of metadata. */
  ListingFolder open(Path other) {
    return ListingFolder.open(other, metadata);
  }

  /** Most listings; without --limit as good as none. */
  long limit() {
    if (limit != null && limit < 1) {
      throw UserError.usage("--limit " + limit + ": must be at least 1");
    }
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
