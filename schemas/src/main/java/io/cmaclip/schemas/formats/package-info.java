/** Avro records in other formats: JSON, with or without Kafka Connect's schema, and Protobuf. */
package io.cmaclip.schemas.formats;
