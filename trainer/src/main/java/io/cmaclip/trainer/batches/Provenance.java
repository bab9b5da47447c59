package io.cmaclip.trainer.batches;

/**
 * Origin of the images, or of the titles, of a batch of B listings.
 *
 * @param content B
 * @param group B group numbers; listings with equal images (titles) share a group
 * @param source B listing of the unchanged image (title); -1 when augmented or missing
 */
public record Provenance(Content[] content, long[] group, int[] source) {
  static Provenance of(int size) {
    return new Provenance(new Content[size], new long[size], new int[size]);
  }

  /** Whether the row has an image (title). */
  public boolean has(int row) {
    return content[row] != Content.MISSING;
  }
}
