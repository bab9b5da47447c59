package io.cmaclip.streams.output;

/** Shape of the values of an output topic. */
public enum OutputShape {
  /** The event as its Avro contract describes it, with lists and records. */
  NESTED,
  /** One column per task and figure, without lists and records. */
  FLAT
}
