/**
 * Turns trained weights into a bundle: rounds them, calibrates confidences, chooses thresholds,
 * fits noise scores, writes the report.
 */
package io.cmaclip.trainer.release;
