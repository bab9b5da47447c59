package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.noise.ImageCodec;
import io.cmaclip.trainer.noise.ImageCorruption;
import io.cmaclip.trainer.noise.TitleCorruption;
import java.util.SplittableRandom;

/**
 * Takes the information out of images and titles, one kind after the other by the listing's number,
 * the same for every run. Kinds that the noise scores are fitted on and kinds that they are not
 * take turns alike.
 */
final class Spoiling {
  /** A spoilt image or title, and the kind's name. */
  record Spoilt<T>(T value, String kind) {}

  private static final long SEED = 4;

  private final int height;
  private final int width;
  private final ImageCodec codec;

  /** For images of the model's size. */
  Spoiling(int height, int width) {
    this.height = height;
    this.width = width;
    this.codec = new ImageCodec(height, width);
  }

  /** Half of the images through JPEG and back: what a spoilt image is compared with. */
  byte[] reencoded(byte[] pixels, int listing) {
    return codec.sometimesReencoded(pixels, Chance.of(SEED, listing, 1));
  }

  /** The image without information; half of them through JPEG and back. */
  Spoilt<byte[]> image(byte[] pixels, int listing) {
    SplittableRandom random = Chance.of(SEED, listing, 2);
    ImageCorruption[] known = ImageCorruption.values();
    UnseenImage[] unseen = UnseenImage.values();
    int kind = listing % (known.length + unseen.length);
    boolean seen = kind < known.length;
    byte[] spoilt =
        seen
            ? known[kind].apply(pixels, height, width, random)
            : unseen[kind - known.length].apply(pixels, height, width, random);
    String name = seen ? known[kind].name() : unseen[kind - known.length].name();
    return new Spoilt<>(codec.sometimesReencoded(spoilt, random), name);
  }

  /** The title without information. */
  Spoilt<String> title(String title, int listing) {
    SplittableRandom random = Chance.of(SEED, listing, 3);
    TitleCorruption[] known = TitleCorruption.values();
    UnseenTitle[] unseen = UnseenTitle.values();
    int kind = listing % (known.length + unseen.length);
    return kind < known.length
        ? new Spoilt<>(known[kind].apply(title, random), known[kind].name())
        : new Spoilt<>(
            unseen[kind - known.length].apply(random), unseen[kind - known.length].name());
  }

  /** Whether nothing is fitted on a kind of image or title. */
  static boolean isUnseen(String kind) {
    for (UnseenImage image : UnseenImage.values()) {
      if (image.name().equals(kind)) {
        return true;
      }
    }
    for (UnseenTitle title : UnseenTitle.values()) {
      if (title.name().equals(kind)) {
        return true;
      }
    }
    return false;
  }
}
