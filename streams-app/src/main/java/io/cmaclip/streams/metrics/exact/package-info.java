/** Histograms of fractions, which Micrometer's Prometheus registry does not count correctly. */
package io.cmaclip.streams.metrics.exact;
