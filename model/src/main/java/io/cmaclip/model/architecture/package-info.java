/**
 * The numbers that make a CMA-CLIP: sizes of the encoders, of the sequence-wise attention and of
 * the heads, read from and written to JSON, and the shapes of the weights that follow from them.
 */
package io.cmaclip.model.architecture;
