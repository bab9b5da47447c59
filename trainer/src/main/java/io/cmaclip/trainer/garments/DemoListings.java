package io.cmaclip.trainer.garments;

import io.cmaclip.cli.JsonOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The default listings of the demo: rendered from a seed of their own, a few of them broken. */
public final class DemoListings {
  /** Must differ from the seeds of training data. */
  public static final long SEED = 77_000_001;

  static final int COUNT = 300;

  /** Path relative to the project folder. */
  public static final String RESOURCE = "lab/src/main/resources/io/cmaclip/lab/demo/garments.zip";

  private static final LocalDateTime NO_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final int HALF_A_HEADER = 120;
  private static final GarmentShop SHOP = new GarmentShop(SEED);

  private DemoListings() {}

  /** A fault of some demo listings, with their indices. */
  @SuppressWarnings("ImmutableEnumChecker") // the check cannot see that List.of() is immutable
  enum Flaw {
    /** The image file holds no image. */
    UNREADABLE_IMAGE(17, 140),
    /** The image file ends in the middle of its header. */
    CUT_IMAGE(64, 231),
    /** The row names no image. */
    NO_IMAGE(33, 96, 188),
    /** The row names a missing image file. */
    ABSENT_IMAGE(120),
    EMPTY_TITLE(48, 159, 262),
    NEITHER(80, 210);

    private final List<Integer> indices;

    Flaw(Integer... indices) {
      this.indices = List.of(indices);
    }

    /** The flaw of a listing, or null. */
    static Flaw at(int index) {
      return Arrays.stream(values())
          .filter(flaw -> flaw.indices.contains(index))
          .findFirst()
          .orElse(null);
    }

    List<Integer> indices() {
      return indices;
    }
  }

  /** Writes the zip; the same renderer gives the same bytes. */
  public static void write(Path zip) throws IOException {
    Files.createDirectories(zip.toAbsolutePath().getParent());
    Files.write(zip, bytes());
  }

  private static byte[] bytes() throws IOException {
    StringBuilder metadata = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int index = 0; index < COUNT; index++) {
        metadata.append(row(index)).append('\n');
        byte[] image = image(index);
        if (image != null) {
          put(zip, SHOP.offer(index).fileName(), image);
        }
      }
      put(zip, "metadata.jsonl", metadata.toString().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A line of metadata.jsonl. */
  static String row(int index) {
    Flaw flaw = Flaw.at(index);
    Map<String, String> row = SHOP.offer(index).row();
    if (flaw == Flaw.NO_IMAGE || flaw == Flaw.NEITHER) {
      row.remove("file_name");
    }
    if (flaw == Flaw.EMPTY_TITLE || flaw == Flaw.NEITHER) {
      row.put("title", "");
    }
    return JsonOutput.line(row);
  }

  /** An image file; null when the listing has none. */
  static byte[] image(int index) {
    byte[] image = SHOP.image(SHOP.offer(index));
    Flaw flaw = Flaw.at(index);
    if (flaw == null || flaw == Flaw.EMPTY_TITLE) {
      return image;
    }
    return switch (flaw) {
      case UNREADABLE_IMAGE ->
          "<html><body>404 image not found</body></html>".getBytes(StandardCharsets.UTF_8);
      case CUT_IMAGE -> Arrays.copyOf(image, HALF_A_HEADER);
      case NO_IMAGE, ABSENT_IMAGE, NEITHER, EMPTY_TITLE -> null;
    };
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
