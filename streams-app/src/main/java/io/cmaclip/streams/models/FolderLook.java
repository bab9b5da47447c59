package io.cmaclip.streams.models;

import io.cmaclip.model.files.Checksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Snapshot of a bundle's folder. Equal snapshots mean that nothing has changed.
 *
 * @param fingerprint SHA-256 of {@code bundle.json}; empty without one
 * @param files path, size, modification time and file key of each file, links followed
 */
record FolderLook(String fingerprint, Set<String> files) {
  private static final String MANIFEST = "bundle.json";

  static FolderLook at(Path folder) {
    try {
      Path real = folder.toRealPath();
      Set<String> files = new TreeSet<>();
      try (Stream<Path> listed = Files.list(real)) {
        List<Path> paths = listed.toList();
        for (Path file : paths) {
          BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
          files.add(
              file + " " + seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey());
        }
      }
      Path manifest = real.resolve(MANIFEST);
      return new FolderLook(
          Files.isRegularFile(manifest) ? Checksum.of(manifest) : "", Set.copyOf(files));
    } catch (IOException | UncheckedIOException e) {
      // The folder is being replaced or is missing; the next poll reads it again.
      return new FolderLook("", Set.of());
    }
  }

  boolean isBundle() {
    return !fingerprint.isEmpty();
  }
}
