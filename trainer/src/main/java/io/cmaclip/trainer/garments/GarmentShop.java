package io.cmaclip.trainer.garments;

import java.util.LinkedHashMap;
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

  private static void label(Map<String, String> labels, String task, Label label, Draw draw) {
    if (!draw.chance(LABEL_MISSING)) {
      labels.put(task, label.label());
    }
  }
}
