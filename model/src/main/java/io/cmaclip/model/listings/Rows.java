package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Rows of all metadata files of a data set, read one ahead. */
final class Rows implements Iterator<ListingRow>, AutoCloseable {
  private final Metadata metadata;
  private final RowParser parser;
  private final Iterator<String> files;

  /** Null before the first file. */
  private MetadataRows rows;

  private String file;
  private ListingRow next;

  Rows(Metadata metadata, Columns columns) {
    this.metadata = metadata;
    this.parser = new RowParser(columns, metadata.files().size() > 1);
    this.files = metadata.files().iterator();
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        MetadataRow row = rows == null ? null : rows.next();
        if (row != null) {
          next = parser.parse(row, file, metadata.folderInPaths(file));
        } else if (files.hasNext()) {
          close();
          file = files.next();
          rows = metadata.open(file);
        } else {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw metadata.unreadable(file, e);
    }
  }

  @Override
  public ListingRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ListingRow row = next;
    next = null;
    return row;
  }

  @Override
  public void close() {
    try {
      if (rows != null) {
        rows.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
