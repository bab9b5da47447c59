package io.cmaclip.trainer.batches;

/**
 * One batch on the host, ready to be copied to the device: B listings, T tokens of the longest
 * title, K tasks.
 *
 * @param labels B K class numbers, -1 = none
 */
public record Batch(Images images, Titles titles, long[] labels) {
  /**
   * The images of a batch.
   *
   * @param pixels B 3 H W levels; zeros where there is no image
   * @param encoded what frozen encoders have made of them before; null when they must be asked
   */
  public record Images(byte[] pixels, Provenance provenance, Encoded encoded) {}

  /**
   * The titles of a batch.
   *
   * @param tokens B T ids; zeros behind a title's end
   * @param lengths B tokens per title; 2 where there is none
   * @param encoded what frozen encoders have made of them before; null when they must be asked
   */
  public record Titles(long[] tokens, int[] lengths, Provenance provenance, Encoded encoded) {}

  /** B. */
  public int size() {
    return titles.lengths().length;
  }

  /** T. */
  public int tokensPerTitle() {
    return titles.tokens().length / size();
  }

  /** The same with what frozen encoders have made of it. */
  public Batch with(Encoded image, Encoded text) {
    return new Batch(
        new Images(images.pixels, images.provenance, image),
        new Titles(titles.tokens, titles.lengths, titles.provenance, text),
        labels);
  }
}
