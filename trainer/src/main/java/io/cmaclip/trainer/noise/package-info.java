/**
 * Fits the noise scores of a bundle from corruptions and re-pairings of our own making. What the
 * data itself says of noise is never read.
 */
package io.cmaclip.trainer.noise;
