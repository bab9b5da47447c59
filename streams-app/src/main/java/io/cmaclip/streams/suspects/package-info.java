/**
 * Listings that end the process itself. After a process has died, its successors record which
 * listings are inside a decode or a forward, in a compacted topic that any of them can read: so the
 * next one knows whom to suspect, runs suspects one at a time, and puts aside the one that goes on
 * killing alone.
 */
package io.cmaclip.streams.suspects;
