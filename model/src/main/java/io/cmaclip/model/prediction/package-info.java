/** What a model answers for a listing: labels, confidences, weights of the modalities, noise. */
package io.cmaclip.model.prediction;
