/**
 * From trained weights to a bundle: rounded as stored, measured, calibrated, thresholds chosen,
 * noise scores fitted, written with its report.
 */
package io.cmaclip.trainer.release;
