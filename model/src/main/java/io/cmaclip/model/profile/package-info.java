/**
 * Histograms of a model's predictions on its validation listings, and their distance from other
 * predictions.
 */
package io.cmaclip.model.profile;
