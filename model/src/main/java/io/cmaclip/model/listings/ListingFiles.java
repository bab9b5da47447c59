package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** The files of a data set. Thread-safe. */
interface ListingFiles extends AutoCloseable {
  /**
   * Opens a file; null if it does not exist.
   *
   * @param folder empty, or the start of a path of {@link #paths} up to and including a {@code /}
   * @param path path of the file in that folder, {@code /} between folders
   */
  InputStream open(String folder, String path) throws IOException;

  /** Paths of all files, {@code /} between folders, without hidden files and {@code __MACOSX}. */
  List<String> paths() throws IOException;

  /** Whether a path belongs to the data set, not to the system that packed it. */
  static boolean isContent(String path) {
    return Arrays.stream(path.split("/"))
        .noneMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
  }

  @Override
  void close() throws IOException;
}
