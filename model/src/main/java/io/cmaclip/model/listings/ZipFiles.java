package io.cmaclip.model.listings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A data set in a zip. Entries are read in place; nothing is unpacked to disk.
 *
 * <p>Names without the UTF-8 flag are bytes in an unknown code page. A file is found if its name
 * matches in UTF-8 or in one of the code pages that archivers use.
 */
final class ZipFiles implements ListingFiles {
  private static final List<Charset> CODE_PAGES =
      Stream.of(
              "IBM437",
              "IBM850",
              "windows-1252",
              "IBM852",
              "windows-1250",
              "IBM866",
              "windows-1251",
              "windows-1253",
              "windows-1254",
              "windows-31j",
              "GBK",
              "Big5",
              "x-windows-949")
          .filter(Charset::isSupported)
          .map(Charset::forName)
          .toList();

  /** Extra field of Info-ZIP with the name in UTF-8. */
  private static final int UNICODE_PATH = 0x7075;

  private final ZipFile zip;

  /** By path; bytes of unknown encoding are shown as ISO-8859-1. */
  private final Map<String, ZipEntry> entries = new TreeMap<>();

  private final Map<String, PathIndex<ZipEntry>> indexes = new ConcurrentHashMap<>();

  ZipFiles(Path file) throws IOException {
    this.zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
    zip.stream()
        .filter(entry -> !entry.isDirectory())
        .forEach(entry -> entries.put(entry.getName().replace('\\', '/'), entry));
    entries.keySet().removeIf(path -> !ListingFiles.isContent(path));
  }

  @Override
  public InputStream open(String folder, String path) throws IOException {
    ZipEntry entry = indexes.computeIfAbsent(folder, this::index).find(path);
    return entry == null ? null : zip.getInputStream(entry);
  }

  private PathIndex<ZipEntry> index(String folder) {
    PathIndex<ZipEntry> index = new PathIndex<>();
    entries.forEach(
        (path, entry) -> {
          if (path.startsWith(folder)) {
            names(entry, folder.length()).forEach(name -> index.add(name, entry));
          }
        });
    return index;
  }

  /** Possible names of an entry without its first characters, the most likely name first. */
  private static Stream<String> names(ZipEntry entry, int from) {
    String name = entry.getName().substring(from);
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    if (ascii || name.chars().anyMatch(c -> c > 0xFF)) {
      return Stream.of(name);
    }
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return Stream.of(
            Stream.ofNullable(unicodePath(entry, entry.getName().substring(0, from))),
            Stream.ofNullable(decoded(bytes, StandardCharsets.UTF_8)),
            Stream.of(name),
            CODE_PAGES.stream().map(page -> decoded(bytes, page)).filter(text -> text != null))
        .flatMap(names -> names);
  }

  private static String decoded(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The name that Info-ZIP adds in UTF-8, without the folder; null if there is none. */
  private static String unicodePath(ZipEntry entry, String folder) {
    if (entry.getExtra() == null) {
      return null;
    }
    ByteBuffer extra = ByteBuffer.wrap(entry.getExtra()).order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int tag = extra.getShort() & 0xFFFF;
      int size = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
      byte[] data = new byte[size];
      extra.get(data);
      // Version and checksum of the name come first.
      if (tag == UNICODE_PATH && size > 5) {
        String path = new String(data, 5, size - 5, StandardCharsets.UTF_8);
        int depth = folder.split("/", -1).length;
        String[] parts = path.split("/", depth);
        return parts[parts.length - 1];
      }
    }
    return null;
  }

  @Override
  public List<String> paths() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
