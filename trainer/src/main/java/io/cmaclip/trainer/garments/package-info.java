/**
 * Rendered listings of dresses after the paper's MRWPA data (section 4.1.1): images with known
 * colour, pattern and style, and titles that name only some of them. One seed determines all.
 */
package io.cmaclip.trainer.garments;
