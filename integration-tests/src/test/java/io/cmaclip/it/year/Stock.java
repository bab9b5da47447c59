package io.cmaclip.it.year;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Rendered listings in the order in which sellers send them, and how they drift. */
final class Stock {
  /** From this week on all images have {@link #BRIGHTNESS}. */
  static final int DARK_FROM = 10;

  static final float BRIGHTNESS = 0.5f;

  /** From this week on the shop uses {@link #NEW_NAMES}. */
  static final int RENAMED_FROM = 24;

  /** New names of styles by former name. */
  static final Map<String, String> NEW_NAMES = Map.of("a-line", "skater", "maxi", "kaftan");

  static final List<String> TASKS = List.of("colour", "pattern", "style");
  private static final String RENAMED_TASK = "style";

  private final List<Listing> rendered;
  private final int perWeek;

  /**
   * @param folder written by {@code garments}
   * @param perWeek listings of a week
   */
  Stock(Path folder, int perWeek) {
    try (ListingFolder listings = ListingFolder.open(folder, (String) null);
        Stream<Listing> all = listings.listings()) {
      this.rendered = all.toList();
    }
    this.perWeek = perWeek;
  }

  /** The listings of a week, from 1. */
  List<OfferedListing> week(int week) {
    return rendered.subList((week - 1) * perWeek, week * perWeek).stream()
        .map(listing -> offered(week, listing))
        .toList();
  }

  private static OfferedListing offered(int week, Listing listing) {
    Map<String, String> truth = new TreeMap<>(listing.fields());
    truth.keySet().retainAll(TASKS);
    byte[] image = week >= DARK_FROM ? darkened(listing.image()) : listing.image();
    return new OfferedListing(
        week,
        new Listing(listing.id(), listing.title(), listing.fileName(), image, Map.of()),
        named(truth, week));
  }

  /** Labels by task, as the shop names them in a week. */
  static Map<String, String> named(Map<String, String> labels, int week) {
    Map<String, String> named = new TreeMap<>(labels);
    if (week >= RENAMED_FROM) {
      named.computeIfPresent(RENAMED_TASK, (task, label) -> NEW_NAMES.getOrDefault(label, label));
    }
    return named;
  }

  private static byte[] darkened(byte[] jpeg) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
      ByteArrayOutputStream dark = new ByteArrayOutputStream();
      ImageIO.write(new RescaleOp(BRIGHTNESS, 0, null).filter(image, null), "jpg", dark);
      return dark.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
