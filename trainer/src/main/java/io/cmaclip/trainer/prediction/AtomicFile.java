package io.cmaclip.trainer.prediction;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A text file that is written to a partial file and renamed when complete. Used by one thread. */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final BufferedWriter writer;
  private boolean finished;

  /** Creates the partial file and its parent folders. */
  public AtomicFile(Path file) throws IOException {
    this.target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    this.partial = target.resolveSibling(target.getFileName() + ".partial");
    this.writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8);
  }

  /** Appends lines in UTF-8, each followed by a line feed. */
  public void writeLines(List<String> lines) throws IOException {
    for (String line : lines) {
      writer.write(line);
      writer.write('\n');
    }
  }

  /** Renames the partial file; replaces an existing file. */
  public void finish() throws IOException {
    writer.close();
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  /** Deletes the partial file unless {@link #finish} was called. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      writer.close();
      Files.deleteIfExists(partial);
    }
  }
}
