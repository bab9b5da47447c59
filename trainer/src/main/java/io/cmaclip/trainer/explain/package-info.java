/** Images of explanations: heat map of the attention beside the weights of image and title. */
package io.cmaclip.trainer.explain;
