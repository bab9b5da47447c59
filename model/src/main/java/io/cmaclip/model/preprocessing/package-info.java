/** Converts a title and encoded images to the tokens and pixels that a model expects. */
package io.cmaclip.model.preprocessing;
