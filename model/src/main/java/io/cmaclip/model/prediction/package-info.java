/** Prediction of a listing: labels, confidences, modality weights, noise scores. */
package io.cmaclip.model.prediction;
