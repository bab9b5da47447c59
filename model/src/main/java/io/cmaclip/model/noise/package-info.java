/**
 * Noise scores of a listing: features of image, title and their match, and logistic scores over
 * them.
 */
package io.cmaclip.model.noise;
