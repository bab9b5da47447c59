/**
 * From the bytes of an image to the 8-bit levels that the model takes, as Pillow and CLIP's own
 * preprocessing give them, so that an imported model sees what it was trained on.
 */
package io.cmaclip.model.image;
