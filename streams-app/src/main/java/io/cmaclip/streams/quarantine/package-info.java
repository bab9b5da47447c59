/**
 * Dead letters, redrive, and the poison-pill quarantine. After a crash, the next owners of the
 * partitions record in a compacted topic which listings are inside a decode or an inference call,
 * run candidates in isolation, and dead-letter a listing that repeatedly ends the process alone.
 */
package io.cmaclip.streams.quarantine;
