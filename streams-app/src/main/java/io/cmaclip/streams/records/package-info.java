/** Kafka records as bytes: as received, as sent, and how large they may be. */
package io.cmaclip.streams.records;
