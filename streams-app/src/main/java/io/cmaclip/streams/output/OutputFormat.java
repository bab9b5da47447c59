package io.cmaclip.streams.output;

/** Format of the values of an output topic. */
public enum OutputFormat {
  /** Avro in the registry's wire format. */
  AVRO,
  /** JSON without a registry. */
  JSON,
  /** Protobuf in the registry's wire format. */
  PROTOBUF
}
