/** Measures what the service does, for whoever reads its meters. */
package io.cmaclip.streams.metrics;
