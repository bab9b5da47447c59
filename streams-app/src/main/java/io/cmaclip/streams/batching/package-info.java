/**
 * Listings in flight: from their arrival on a stream thread, through one batch shared by all tasks,
 * back to the stream thread; and committed offsets that never pass one of them.
 */
package io.cmaclip.streams.batching;
