package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Iterates over the rows of a metadata file. */
final class Rows implements Iterator<ListingRow>, AutoCloseable {
  private final LineReader lines;
  private final RowParser parser = new RowParser();
  private ListingRow next;

  Rows(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        byte[] line = lines.next();
        if (line == null) {
          return false;
        }
        next = parser.parse(lines.line(), line, lines.tooLong());
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
