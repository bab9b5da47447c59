package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Log file of registry events, one JSON line each. An event is forced to disk before the response.
 * After a crash, an incomplete last line, which was never confirmed, is dropped. Guarded by the
 * caller.
 */
final class Journal implements Closeable {
  private static final String FILE = "registry.jsonl";

  private final FileChannel file;
  private final FileLock lock;
  private final List<RegistryEvent> past;

  private Journal(FileChannel file, FileLock lock, List<RegistryEvent> past) {
    this.file = file;
    this.lock = lock;
    this.past = past;
  }

  /**
   * Opens or creates the journal in a folder.
   *
   * @throws IOException if the folder cannot be used or is locked, or a complete line is invalid
   */
  static Journal open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.resolve(FILE);
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = lock(file, path);
      byte[] bytes = Files.readAllBytes(path);
      int whole = endOfLastLine(bytes);
      List<RegistryEvent> past = parse(path, new String(bytes, 0, whole, StandardCharsets.UTF_8));
      file.truncate(whole);
      file.position(whole);
      return new Journal(file, lock, past);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel file, Path path) throws IOException {
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(path + " is in use by another schema registry");
    }
    return lock;
  }

  private static int endOfLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static List<RegistryEvent> parse(Path path, String lines) throws IOException {
    List<RegistryEvent> events = new ArrayList<>();
    int number = 0;
    for (String line : lines.lines().toList()) {
      number++;
      try {
        events.add(Json.MAPPER.readValue(line, RegistryEvent.class));
      } catch (JsonProcessingException damaged) {
        throw new IOException(
            path + " line " + number + " is not readable: " + damaged.getOriginalMessage(),
            damaged);
      }
    }
    return events;
  }

  /** Events read by {@link #open}, oldest first. */
  List<RegistryEvent> past() {
    return past;
  }

  /** Appends events and forces them to disk. */
  void append(List<? extends RegistryEvent> events) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (RegistryEvent event : events) {
      lines.append(Json.MAPPER.writeValueAsString(event)).append('\n');
    }
    long start = file.position();
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException full) {
      // An incomplete line would make the journal unreadable after the next append.
      file.truncate(start);
      file.position(start);
      throw full;
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    file.close();
  }
}
