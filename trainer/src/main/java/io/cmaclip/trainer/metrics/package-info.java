/** How good answers are: accuracy, recall at a precision, calibration error, ranking. */
package io.cmaclip.trainer.metrics;
