/**
 * Rendered listings of dresses after the paper's MRWPA data (section 4.1.1): images whose colour,
 * pattern and style are known because they were drawn, and seller titles that name them only
 * sometimes. Everything follows from one seed.
 */
package io.cmaclip.trainer.garments;
