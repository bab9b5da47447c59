/**
 * Records that cannot be answered. Dead letters: why, in which form, and the way back (redrive).
 * Poison pills that end the process itself: after a process has died, its successors record in a
 * compacted topic which listings are inside a decode or an inference call, run suspected ones one
 * at a time, and put aside the one that goes on killing alone.
 */
package io.cmaclip.streams.quarantine;
