/** Explanations of answers: attention of title words on the image (paper, figure 2) and weights. */
package io.cmaclip.trainer.explain;
