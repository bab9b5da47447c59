/** Benchmark of the service: simulated GPU, inference at no cost, and its own predictor. */
package io.cmaclip.lab.bench;
