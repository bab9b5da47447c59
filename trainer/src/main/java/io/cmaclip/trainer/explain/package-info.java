/**
 * What a bundle looks at: the attention of a title's words on the image (paper, figure 2) and the
 * modality weights.
 */
package io.cmaclip.trainer.explain;
