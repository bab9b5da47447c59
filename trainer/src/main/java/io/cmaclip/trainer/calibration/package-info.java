/**
 * Makes confidences mean what they say (temperature scaling) and chooses the confidence from which
 * answers are accepted unseen.
 */
package io.cmaclip.trainer.calibration;
