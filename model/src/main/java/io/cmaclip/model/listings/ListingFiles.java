package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files of a data set. Thread-safe. */
interface ListingFiles extends AutoCloseable {
  /**
   * Opens a file by its path inside the data set, with {@code /} as separator; returns null when it
   * does not exist.
   */
  InputStream open(String path) throws IOException;

  /** Returns the paths of files with this name, at the top or one folder below. */
  List<String> named(String name) throws IOException;

  @Override
  void close() throws IOException;
}
