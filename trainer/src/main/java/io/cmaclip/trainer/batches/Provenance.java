package io.cmaclip.trainer.batches;

/**
 * Where the images, or the titles, of a batch of B listings come from.
 *
 * @param content B
 * @param group B numbers, equal for listings whose own image (title) is equal
 * @param source B listing whose image (title) this is, untouched; -1 when it was altered or is
 *     missing
 */
public record Provenance(Content[] content, long[] group, int[] source) {
  static Provenance of(int size) {
    return new Provenance(new Content[size], new long[size], new int[size]);
  }

  /** Whether there is an image (title) at all. */
  public boolean has(int row) {
    return content[row] != Content.MISSING;
  }
}
