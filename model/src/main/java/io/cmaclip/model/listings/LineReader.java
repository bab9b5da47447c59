package io.cmaclip.model.listings;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads lines as bytes, so that the JSON parser validates their UTF-8. Keeps a bounded part of each
 * line.
 */
final class LineReader implements AutoCloseable {
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private long line;
  private boolean tooLong;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Returns the next line without its line end; null at the end of the file. */
  byte[] next() throws IOException {
    int b = in.read();
    if (b < 0) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    tooLong = false;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (bytes.size() < MAX_LINE) {
        bytes.write(b);
      } else {
        tooLong = true;
      }
    }
    line++;
    return bytes.toByteArray();
  }

  /** Number of the line last read, from 1. */
  long line() {
    return line;
  }

  /** Whether the line last read was longer than {@value #MAX_LINE} bytes. */
  boolean tooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
