/** From a title and encoded images to the tokens and pixels that a model takes. */
package io.cmaclip.model.preprocessing;
