/** Hyperparameters of CMA-CLIP as JSON records, and the weight shapes that follow from them. */
package io.cmaclip.model.architecture;
