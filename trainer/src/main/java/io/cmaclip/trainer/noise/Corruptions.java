package io.cmaclip.trainer.noise;

import io.cmaclip.trainer.batches.Corruption;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Draws all kinds of corruption with equal probability. Immutable and thread-safe. */
public final class Corruptions implements Corruption {
  private static final ImageCorruption[] IMAGE = ImageCorruption.values();
  private static final TitleCorruption[] TITLE = TitleCorruption.values();

  private final int height;
  private final int width;
  private final Function<String, int[]> tokenize;

  /**
   * Creates corruptions for images of one size.
   *
   * @param tokenize title to token ids with start and end
   */
  public Corruptions(int height, int width, Function<String, int[]> tokenize) {
    this.height = height;
    this.width = width;
    this.tokenize = tokenize;
  }

  @Override
  public byte[] image(byte[] pixels, SplittableRandom random) {
    return IMAGE[random.nextInt(IMAGE.length)].apply(pixels, height, width, random);
  }

  @Override
  public int[] title(String title, SplittableRandom random) {
    return tokenize.apply(TITLE[random.nextInt(TITLE.length)].apply(title, random));
  }
}
