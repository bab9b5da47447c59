package io.cmaclip.trainer.batches;

/**
 * Outputs of the encoders for a batch of B listings. P tokens of a picture, T of the longest title,
 * D the width of both.
 *
 * @param image B P D; zeros for missing pictures and those of {@code imageRows}
 * @param imageRows rows whose picture is yet to be encoded
 * @param text B T D; zeros for missing titles, behind a title's end, and those of {@code textRows}
 * @param textRows rows whose title is yet to be encoded
 */
public record Encoded(float[] image, long[] imageRows, float[] text, long[] textRows) {}
