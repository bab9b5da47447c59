/** Histograms of fractions, which Micrometer's own cannot count. */
package io.cmaclip.streams.metrics.exact;
