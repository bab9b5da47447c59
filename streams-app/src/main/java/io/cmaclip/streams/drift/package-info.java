/** Drift detection: compares predictions with the validation profile of the model. */
package io.cmaclip.streams.drift;
