package io.cmaclip.model.listings;

import java.io.File;
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

  /** Index of all files, built when a path is first not found as it is; null before. */
  private PathIndex<Path> index;

  FolderFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public InputStream open(String folder, String path) throws IOException {
    Path file = find(folder + path);
    return file == null ? null : Files.newInputStream(file);
  }

  private Path find(String path) throws IOException {
    try {
      Path file = root.resolve(path).normalize();
      if (file.startsWith(root) && Files.isRegularFile(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      return null;
    }
    return index().find(path);
  }

  private synchronized PathIndex<Path> index() throws IOException {
    if (index == null) {
      index = new PathIndex<>();
      for (String path : paths()) {
        index.add(path, root.resolve(path));
      }
    }
    return index;
  }

  @Override
  public List<String> paths() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
          .filter(ListingFiles::isContent)
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {}
}
