/**
 * The one table of meters, from which the meters themselves and docs/metrics.md are made. Tags take
 * values of enums and of the bundle and the configuration only, never of listings, so that no
 * stream can make series without end.
 */
package io.cmaclip.streams.meters;
