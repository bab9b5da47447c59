/** Exactly-once delivery in order on a real broker under faults, and recovery from crashes. */
package io.cmaclip.it.exactlyonce;
