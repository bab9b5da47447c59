package io.cmaclip.trainer.localise;

import io.cmaclip.trainer.garments.Part;

/**
 * An image and a text that names something in it.
 *
 * @param scene index in the shop
 * @param image outputs of the image encoder
 * @param mask what the text names, row by row
 */
record MaskPair(
    int scene, Part part, String words, float[] image, FrozenEncoders.Text text, boolean[] mask) {}
