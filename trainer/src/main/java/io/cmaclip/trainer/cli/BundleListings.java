package io.cmaclip.trainer.cli;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.evaluation.FolderSource;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Listings with the preprocessing of a bundle's model. Owns the folder.
 *
 * @param name data set and metadata, for reports
 */
record BundleListings(
    ListingFolder folder, ListingPreprocessor preprocessor, FolderSource source, String name)
    implements AutoCloseable {
  static BundleListings of(Bundle bundle, ListingFolder folder, String name) throws IOException {
    try {
      ListingPreprocessor preprocessor =
          ListingPreprocessor.of(
              bundle.manifest().architecture(), Files.readAllBytes(bundle.tokenizer()));
      return new BundleListings(folder, preprocessor, new FolderSource(folder, preprocessor), name);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public void close() {
    preprocessor.close();
    folder.close();
  }
}
