/** A simulated year: drifts, reviewers, recalibration and retraining around one service. */
package io.cmaclip.it.year;
