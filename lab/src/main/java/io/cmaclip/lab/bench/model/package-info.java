/** Measures the predictor: speed against the machine's matrix products, and memory over time. */
package io.cmaclip.lab.bench.model;
