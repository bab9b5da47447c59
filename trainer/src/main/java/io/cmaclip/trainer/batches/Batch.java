package io.cmaclip.trainer.batches;

/**
 * One batch on the host, ready to be copied to the device. B listings, T tokens of the longest
 * title, K tasks.
 *
 * @param pixels B 3 H W levels; zeros where there is no picture
 * @param tokens B T ids; zeros behind a title's end
 * @param hasImage B
 * @param hasText B
 * @param lengths B tokens per title
 * @param labels B K class numbers, -1 = none
 * @param ownImage B whether the picture is present and the listing's own (not swapped in, not
 *     spoilt)
 * @param ownText B whether the title is present and the listing's own
 * @param spoiltImage B whether the picture was made meaningless
 * @param spoiltText B whether the title was made meaningless
 * @param titles B numbers, equal for equal titles
 * @param pictures B numbers, equal for equal pictures
 * @param imageOf B listing whose picture this is, untouched; -1 when it was altered or is missing
 * @param textOf B listing whose title this is, untouched; -1 when it was altered or is missing
 * @param encoded what frozen encoders have made of it before; null when they must be asked
 */
public record Batch(
    int size,
    int tokensPerTitle,
    byte[] pixels,
    long[] tokens,
    boolean[] hasImage,
    boolean[] hasText,
    long[] lengths,
    long[] labels,
    boolean[] ownImage,
    boolean[] ownText,
    boolean[] spoiltImage,
    boolean[] spoiltText,
    long[] titles,
    long[] pictures,
    int[] imageOf,
    int[] textOf,
    Encoded encoded) {
  /** The same with what is known of it. */
  public Batch with(Encoded known) {
    return new Batch(
        size,
        tokensPerTitle,
        pixels,
        tokens,
        hasImage,
        hasText,
        lengths,
        labels,
        ownImage,
        ownText,
        spoiltImage,
        spoiltText,
        titles,
        pictures,
        imageOf,
        textOf,
        known);
  }
}
