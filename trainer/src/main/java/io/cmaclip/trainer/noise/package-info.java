/**
 * Fits the noise scores of a bundle on generated corruptions and mismatched pairs. The field {@code
 * noise} of the data is never used.
 */
package io.cmaclip.trainer.noise;
