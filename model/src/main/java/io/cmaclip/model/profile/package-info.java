/**
 * What a model answered on its validation listings, as histograms, and how far other answers are
 * from it.
 */
package io.cmaclip.model.profile;
