package io.cmaclip.trainer.cli;

import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.evaluation.FolderSource;

/**
 * Listings with the preprocessing of a bundle's model. Owns the folder.
 *
 * @param name data set and metadata, for reports
 */
record BundleListings(
    ListingFolder folder, ListingPreprocessor preprocessor, FolderSource source, String name)
    implements AutoCloseable {
  static BundleListings of(ListingPreprocessor preprocessor, ListingFolder folder, String name) {
    return new BundleListings(folder, preprocessor, new FolderSource(folder, preprocessor), name);
  }

  @Override
  public void close() {
    preprocessor.close();
    folder.close();
  }
}
