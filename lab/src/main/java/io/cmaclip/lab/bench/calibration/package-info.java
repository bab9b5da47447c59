/** Simulation of recalibration from audited decisions. */
package io.cmaclip.lab.bench.calibration;
