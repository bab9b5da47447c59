/**
 * Events to bytes and back in Confluent's wire format: byte 0, schema id in 4 bytes (big-endian),
 * Avro binary. Confluent's configuration keys, and on request Confluent's own classes.
 */
package io.cmaclip.schemas.serde;
