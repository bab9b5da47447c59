package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where the files of a data set lie. Any number of threads may open files at once. */
interface ListingFiles extends AutoCloseable {
  /**
   * A file by its path inside the data set, {@code /} between folders; null when it is not there.
   */
  InputStream open(String path) throws IOException;

  /** Paths of the files of this name, at the top or in a folder below it. */
  List<String> named(String name) throws IOException;

  @Override
  void close() throws IOException;
}
