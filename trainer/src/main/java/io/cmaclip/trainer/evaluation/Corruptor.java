package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.noise.ImageCodec;
import io.cmaclip.trainer.noise.ImageCorruption;
import io.cmaclip.trainer.noise.TitleCorruption;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes the information from images and titles. The number of the listing chooses among the kinds
 * that the noise scores are fitted on and the held-out ones, the same in every run.
 */
final class Corruptor {
  /** A corrupted image or title, and the name of the kind of corruption. */
  record Corrupted<T>(T value, String kind) {}

  private static final long SEED = 4;
  private static final Set<String> HELD_OUT =
      Stream.<Enum<?>[]>of(HeldOutImageCorruption.values(), HeldOutTitleCorruption.values())
          .flatMap(Arrays::stream)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  private final int height;
  private final int width;
  private final ImageCodec codec;

  /** For images of the model's size. */
  Corruptor(int height, int width) {
    this.height = height;
    this.width = width;
    this.codec = new ImageCodec(height, width);
  }

  /** Passes half of the images through JPEG: the baseline for corrupted images. */
  byte[] reencoded(byte[] pixels, int listing) {
    return codec.sometimesReencoded(pixels, Chance.of(SEED, listing, 1));
  }

  /** A corrupted image; half of them pass through JPEG. */
  Corrupted<byte[]> image(byte[] pixels, int listing) {
    SplittableRandom random = Chance.of(SEED, listing, 2);
    ImageCorruption[] fitted = ImageCorruption.values();
    HeldOutImageCorruption[] heldOut = HeldOutImageCorruption.values();
    int kind = listing % (fitted.length + heldOut.length);
    if (kind < fitted.length) {
      byte[] corrupted = fitted[kind].apply(pixels, height, width, random);
      return new Corrupted<>(codec.sometimesReencoded(corrupted, random), fitted[kind].name());
    }
    HeldOutImageCorruption chosen = heldOut[kind - fitted.length];
    byte[] corrupted = chosen.apply(pixels, height, width, random);
    return new Corrupted<>(codec.sometimesReencoded(corrupted, random), chosen.name());
  }

  Corrupted<String> title(String title, int listing) {
    SplittableRandom random = Chance.of(SEED, listing, 3);
    TitleCorruption[] fitted = TitleCorruption.values();
    HeldOutTitleCorruption[] heldOut = HeldOutTitleCorruption.values();
    int kind = listing % (fitted.length + heldOut.length);
    if (kind < fitted.length) {
      return new Corrupted<>(fitted[kind].apply(title, random), fitted[kind].name());
    }
    HeldOutTitleCorruption chosen = heldOut[kind - fitted.length];
    return new Corrupted<>(chosen.apply(title, random), chosen.name());
  }

  /** Whether the noise scores are not fitted on a kind. */
  static boolean isHeldOut(String kind) {
    return HELD_OUT.contains(kind);
  }
}
