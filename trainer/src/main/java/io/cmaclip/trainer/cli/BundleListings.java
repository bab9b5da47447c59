package io.cmaclip.trainer.cli;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.evaluation.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Listings as a bundle's model takes them.
 *
 * @param name data and metadata, for reports
 */
record BundleListings(
    ListingFolder folder, ListingPreprocessor preprocessor, FolderSource source, String name)
    implements AutoCloseable {
  /**
   * Opens a folder or zip in ImageFolder form.
   *
   * @throws UserException when it cannot be read
   */
  static BundleListings open(Bundle bundle, Path data, String metadata) throws IOException {
    ListingFolder folder = ListingFolder.open(data, metadata);
    try {
      ListingPreprocessor preprocessor =
          ListingPreprocessor.of(
              bundle.manifest().architecture(), Files.readAllBytes(bundle.tokenizer()));
      return new BundleListings(
          folder,
          preprocessor,
          new FolderSource(folder, preprocessor),
          data.getFileName() + ", " + metadata);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * The same, where there have to be some.
   *
   * @throws UserException when it cannot be read, or has none
   */
  static BundleListings openSome(Bundle bundle, Path data, String metadata) throws IOException {
    BundleListings listings = open(bundle, data, metadata);
    if (listings.source().size() == 0) {
      listings.close();
      throw new UserException(data + ": " + metadata + " has no listing to measure on");
    }
    return listings;
  }

  @Override
  public void close() {
    preprocessor.close();
    folder.close();
  }
}
