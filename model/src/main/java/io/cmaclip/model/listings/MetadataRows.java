package io.cmaclip.model.listings;

import java.io.IOException;

/** Rows of a metadata file in file order. Confined to one thread. */
public interface MetadataRows extends AutoCloseable {
  /** The next row; null after the last one. */
  MetadataRow next() throws IOException;

  @Override
  void close() throws IOException;
}
