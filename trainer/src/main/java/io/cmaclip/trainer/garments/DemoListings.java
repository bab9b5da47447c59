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

/**
 * The listings that the demo shows without arguments: rendered ones of a seed that no training
 * uses, a few of them broken in the ways in which sellers break them.
 */
public final class DemoListings {
  /** Keep it away from {@code garments --seed} of training data. */
  public static final long SEED = 77_000_001;

  static final int COUNT = 300;

  /** Where the service looks for them, relative to the project's folder. */
  public static final String RESOURCE = "lab/src/main/resources/io/cmaclip/lab/demo/garments.zip";

  private static final LocalDateTime NO_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final int HALF_A_HEADER = 120;
  private static final GarmentShop SHOP = new GarmentShop(SEED);

  private DemoListings() {}

  /** What is wrong with a demo listing, and where it stands among them. */
  @SuppressWarnings(
      "ImmutableEnumChecker") // places is List.of(): immutable, which the check cannot see
  enum Flaw {
    /** The image file holds no image. */
    UNREADABLE_IMAGE(17, 140),
    /** The image file ends in the middle of its header. */
    CUT_IMAGE(64, 231),
    /** The row names no image. */
    NO_IMAGE(33, 96, 188),
    /** The row names an image that is not there. */
    ABSENT_IMAGE(120),
    EMPTY_TITLE(48, 159, 262),
    NEITHER(80, 210);

    private final List<Integer> places;

    Flaw(Integer... places) {
      this.places = List.of(places);
    }

    /** The flaw at this place, or null. */
    static Flaw at(int place) {
      return Arrays.stream(values())
          .filter(flaw -> flaw.places.contains(place))
          .findFirst()
          .orElse(null);
    }

    List<Integer> places() {
      return places;
    }
  }

  /** Writes the zip; the same bytes for the same version of the renderer. */
  public static void write(Path zip) throws IOException {
    Files.createDirectories(zip.toAbsolutePath().getParent());
    Files.write(zip, bytes());
  }

  private static byte[] bytes() throws IOException {
    StringBuilder metadata = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int place = 0; place < COUNT; place++) {
        metadata.append(row(place)).append('\n');
        byte[] image = image(place);
        if (image != null) {
          put(zip, SHOP.offer(place).fileName(), image);
        }
      }
      put(zip, "metadata.jsonl", metadata.toString().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** The line of metadata.jsonl at this place. */
  static String row(int place) {
    Flaw flaw = Flaw.at(place);
    Map<String, String> row = SHOP.offer(place).row();
    if (flaw == Flaw.NO_IMAGE || flaw == Flaw.NEITHER) {
      row.remove("file_name");
    }
    if (flaw == Flaw.EMPTY_TITLE || flaw == Flaw.NEITHER) {
      row.put("title", "");
    }
    return JsonOutput.line(row);
  }

  /** The image file at this place; null for none. */
  static byte[] image(int place) {
    byte[] image = SHOP.image(SHOP.offer(place));
    Flaw flaw = Flaw.at(place);
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
