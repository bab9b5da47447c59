package io.cmaclip.trainer.cli;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of commands that run a bundle over a data set. */
final class BundleDataOptions {
  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The model's bundle.")
  private Path bundle;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = ListingFolder.DEFAULT_METADATA,
      description = "Metadata file of the listings. Default: ${DEFAULT-VALUE}.")
  private String metadata;

  Path data() {
    return data;
  }

  Bundle openBundle() {
    return Bundle.open(bundle);
  }

  ListingFolder open() {
    return open(data);
  }

  /** Opens another data set with the same form of metadata. */
  ListingFolder open(Path path) {
    return ListingFolder.open(path, metadata);
  }

  /** Opens the data set with the preprocessing of the bundle's model. */
  BundleListings open(Bundle model) throws IOException {
    return BundleListings.of(model, open(), data.getFileName() + ", " + metadata);
  }

  /**
   * The same for a data set that must have listings.
   *
   * @throws UserException when it has none
   */
  BundleListings openSome(Bundle model) throws IOException {
    BundleListings listings = open(model);
    if (listings.source().size() == 0) {
      listings.close();
      throw new UserException(data + ": " + metadata + " has no listing to measure on");
    }
    return listings;
  }
}
