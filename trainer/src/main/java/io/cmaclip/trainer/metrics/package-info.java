/** Accuracy, recall at a precision, calibration error and ranking measures of answers. */
package io.cmaclip.trainer.metrics;
