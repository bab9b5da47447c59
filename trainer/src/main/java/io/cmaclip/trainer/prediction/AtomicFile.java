package io.cmaclip.trainer.prediction;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A text file that appears under its name whole or not at all: written beside it, then renamed.
 * Owned by one thread.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final BufferedWriter writer;
  private boolean finished;

  /**
   * Begins a file; folders above it are made.
   *
   * @throws IOException when it cannot be written there
   */
  public AtomicFile(Path file) throws IOException {
    this.target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    this.partial = target.resolveSibling(target.getFileName() + ".partial");
    this.writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8);
  }

  /** Adds lines, UTF-8, each ended by a line feed. */
  public void writeLines(List<String> lines) throws IOException {
    for (String line : lines) {
      writer.write(line);
      writer.write('\n');
    }
  }

  /** Gives the file its name, in place of one that had it before. */
  public void finish() throws IOException {
    writer.close();
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  /** Throws the file away unless it was finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      writer.close();
      Files.deleteIfExists(partial);
    }
  }
}
