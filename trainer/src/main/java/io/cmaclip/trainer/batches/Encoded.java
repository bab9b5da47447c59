package io.cmaclip.trainer.batches;

/**
 * Outputs of one frozen encoder for a batch of B listings, D wide.
 *
 * @param outputs B P D for images, P tokens each, or B T D for titles, T tokens of the longest;
 *     zeros for missing inputs, padding, and the listings of {@code rows}
 * @param rows rows that are not encoded yet
 */
public record Encoded(float[] outputs, long[] rows) {}
