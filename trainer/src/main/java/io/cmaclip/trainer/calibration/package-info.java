/** Calibration of confidences by temperature scaling, and thresholds for accepting answers. */
package io.cmaclip.trainer.calibration;
