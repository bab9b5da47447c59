/** Why a model answers as it does: attention on the image (paper, figure 2), effects of words. */
package io.cmaclip.model.explain;
