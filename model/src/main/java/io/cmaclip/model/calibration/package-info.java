/** Calibration of confidences by temperature scaling, and recalibration from audited answers. */
package io.cmaclip.model.calibration;
