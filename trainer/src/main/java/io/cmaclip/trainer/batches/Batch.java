package io.cmaclip.trainer.batches;

/**
 * One batch in host memory: B listings, T tokens of the longest title, K tasks.
 *
 * @param labels B K class numbers, -1 = none
 */
public record Batch(Images images, Titles titles, long[] labels) {
  /**
   * The images of a batch.
   *
   * @param pixels B 3 H W levels; zeros without an image
   * @param encoded cached outputs of frozen encoders; null if there is no cache
   */
  public record Images(byte[] pixels, Provenance provenance, Encoded encoded) {}

  /**
   * The titles of a batch.
   *
   * @param tokens B T ids, padded with zeros
   * @param lengths B tokens per title; 2 without a title
   * @param encoded cached outputs of frozen encoders; null if there is no cache
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

  /** The same with cached outputs of frozen encoders. */
  public Batch with(Encoded image, Encoded text) {
    return new Batch(
        new Images(images.pixels, images.provenance, image),
        new Titles(titles.tokens, titles.lengths, titles.provenance, text),
        labels);
  }
}
