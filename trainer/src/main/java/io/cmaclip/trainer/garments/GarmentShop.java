package io.cmaclip.trainer.garments;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An infinite sequence of rendered listings of dresses. Stateless and thread-safe. */
public final class GarmentShop {
  static final double IMAGE_SWAPPED = .03;
  static final double TITLE_SWAPPED = .03;
  static final double LABEL_MISSING = .04;

  /** Makes the draws of an image independent of those of its title and labels. */
  private static final long IMAGES = 0x5DEECE66DL;

  private final long seed;

  /** The same seed gives the same listings. */
  public GarmentShop(long seed) {
    this.seed = seed;
  }

  /** Listing {@code index}; always the same. */
  Offer offer(int index) {
    Draw draw = Draw.of(seed, index);
    Garment garment = Garment.draw(draw);
    double fate = draw.between(0, 1);
    Noise noise =
        fate < IMAGE_SWAPPED
            ? Noise.IMAGE_SWAP
            : fate < IMAGE_SWAPPED + TITLE_SWAPPED ? Noise.TITLE_SWAP : Noise.NONE;
    Garment other = Garment.draw(draw);
    while (other.equals(garment)) {
      other = Garment.draw(draw);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    label(labels, "colour", garment.colour(), draw);
    label(labels, "pattern", garment.pattern(), draw);
    label(labels, "style", garment.style(), draw);
    return new Offer(
        index,
        "g%d-%05d".formatted(seed, index),
        TitleWriter.write(noise == Noise.TITLE_SWAP ? other : garment, draw),
        garment,
        noise == Noise.IMAGE_SWAP ? other : garment,
        labels,
        noise);
  }

  /** The offer's image as a JPEG file. */
  byte[] image(Offer offer) {
    return GarmentImage.render(offer.shown(), Draw.of(seed ^ IMAGES, offer.index()));
  }

  /** Listing {@code index} with what its image shows where. */
  public Scene scene(int index) {
    Offer offer = offer(index);
    PartMap parts = new PartMap(Photograph.CANVAS_WIDTH, Photograph.CANVAS_HEIGHT);
    byte[] image = GarmentImage.render(offer.shown(), Draw.of(seed ^ IMAGES, index), parts);
    Map<String, String> named = new LinkedHashMap<>();
    name(named, "colour", offer.shown().colour(), offer.title());
    name(named, "pattern", offer.shown().pattern(), offer.title());
    name(named, "style", offer.shown().style(), offer.title());
    return new Scene(offer.title(), image, parts, named);
  }

  /** Adds the longest name of a label that the title has. */
  private static void name(Map<String, String> named, String task, Label label, String title) {
    String lower = " " + title.toLowerCase(Locale.ROOT) + " ";
    label.words().stream()
        .filter(word -> lower.contains(" " + word.toLowerCase(Locale.ROOT) + " "))
        .max(Comparator.comparing(String::length))
        .ifPresent(word -> named.put(task, word));
  }

  private static void label(Map<String, String> labels, String task, Label label, Draw draw) {
    if (!draw.chance(LABEL_MISSING)) {
      labels.put(task, label.label());
    }
  }
}
