package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.util.ServiceLoader;

/**
 * A file format of metadata: one row per listing. Implementations are found through {@link
 * ServiceLoader}; they are stateless and thread-safe.
 */
public interface MetadataFormat {
  /**
   * Whether the format reads files of this name.
   *
   * @param fileName in lower case
   */
  boolean reads(String fileName);

  /**
   * Starts to read a file.
   *
   * @param in the content of the file; the rows close it
   * @throws IOException when the file as a whole cannot be read in this format
   */
  MetadataRows open(InputStream in) throws IOException;
}
