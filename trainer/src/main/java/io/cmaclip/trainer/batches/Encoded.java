package io.cmaclip.trainer.batches;

/**
 * Outputs of one frozen encoder for a batch of B listings, D wide.
 *
 * @param outputs B P D for images, P tokens each, or B T D for titles, T tokens of the longest;
 *     zeros for what is missing, behind a title's end, and for those of {@code rows}
 * @param rows rows that are yet to be encoded
 */
public record Encoded(float[] outputs, long[] rows) {}
