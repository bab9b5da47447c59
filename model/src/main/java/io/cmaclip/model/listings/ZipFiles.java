package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Files of a data set in a zip. Reads entries in place and unpacks nothing to disk. */
final class ZipFiles implements ListingFiles {
  private final ZipFile zip;

  ZipFiles(Path file) throws IOException {
    this.zip = new ZipFile(file.toFile());
  }

  @Override
  public InputStream open(String path) throws IOException {
    ZipEntry entry = zip.getEntry(path);
    return entry == null || entry.isDirectory() ? null : zip.getInputStream(entry);
  }

  @Override
  public List<String> named(String name) {
    if (zip.getEntry(name) != null) {
      return List.of(name);
    }
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(
            path ->
                path.endsWith("/" + name) && path.indexOf('/') == path.length() - name.length() - 1)
        .sorted()
        .toList();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
