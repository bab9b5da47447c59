/**
 * The status page for installations without Grafana. A sampler reads the meters every few seconds
 * into a ring buffer; the page shows these readings.
 */
package io.cmaclip.streams.operations.status;
