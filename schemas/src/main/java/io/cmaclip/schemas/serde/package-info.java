/** Serdes for Confluent's Avro wire format, with Confluent's configuration keys. */
package io.cmaclip.schemas.serde;
