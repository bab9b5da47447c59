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
 * What a bundle's folder looks like. Two looks that are equal: nothing has changed meanwhile.
 *
 * @param fingerprint SHA-256 of its {@code bundle.json}; empty when there is none
 * @param files name, size, time and identity of each file, links followed
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
      // Just being replaced, or gone: the next look will tell.
      return new FolderLook("", Set.of());
    }
  }

  boolean isBundle() {
    return !fingerprint.isEmpty();
  }
}
