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
  public static final String RESOURCE =
      "streams-app/src/main/resources/io/cmaclip/streams/demo/garments.zip";

  private static final LocalDateTime NO_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

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

  static byte[] bytes() throws IOException {
    GarmentShop shop = new GarmentShop(SEED);
    StringBuilder metadata = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int place = 0; place < COUNT; place++) {
        Offer offer = shop.offer(place);
        Map<String, String> row = offer.row();
        byte[] image = spoil(Flaw.at(place), row, shop.picture(offer));
        metadata.append(JsonOutput.line(row)).append('\n');
        if (image != null) {
          put(zip, offer.fileName(), image);
        }
      }
      put(zip, "metadata.jsonl", metadata.toString().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Breaks the row as the flaw says; returns what stands in the image file, null for no file. */
  private static byte[] spoil(Flaw flaw, Map<String, String> row, byte[] image) {
    if (flaw == null) {
      return image;
    }
    return switch (flaw) {
      case UNREADABLE_IMAGE ->
          "<html><body>404 image not found</body></html>".getBytes(StandardCharsets.UTF_8);
      case CUT_IMAGE -> Arrays.copyOf(image, 120);
      case ABSENT_IMAGE -> null;
      case NO_IMAGE -> {
        row.remove("file_name");
        yield null;
      }
      case EMPTY_TITLE -> {
        row.put("title", "");
        yield image;
      }
      case NEITHER -> {
        row.remove("file_name");
        row.put("title", "");
        yield null;
      }
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
