/**
 * Decodes and resizes images to the 8-bit levels that the model expects. Results equal those of
 * Pillow and CLIP's preprocessing, so an imported model sees the pixels it was trained on.
 */
package io.cmaclip.model.image;
