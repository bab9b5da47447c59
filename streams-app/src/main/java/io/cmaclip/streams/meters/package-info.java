/**
 * The table of meters, from which the meters and docs/metrics.md are generated. Tag values are enum
 * constants and names from the bundle and the configuration, so listings cannot add series.
 */
package io.cmaclip.streams.meters;
