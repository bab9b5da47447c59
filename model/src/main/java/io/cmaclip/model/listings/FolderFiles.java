package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of a data set in a folder. */
final class FolderFiles implements ListingFiles {
  private final Path root;

  FolderFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public InputStream open(String path) throws IOException {
    Path file;
    try {
      file = root.resolve(path).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
    return file.startsWith(root) && Files.isRegularFile(file) ? Files.newInputStream(file) : null;
  }

  @Override
  public List<String> named(String name) throws IOException {
    if (Files.isRegularFile(root.resolve(name))) {
      return List.of(name);
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(name)))
          .map(folder -> folder.getFileName() + "/" + name)
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {}
}
