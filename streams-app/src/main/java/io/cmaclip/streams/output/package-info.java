/**
 * Formats and shapes of the attributes and review topics. The nested Avro record is what the
 * topology creates; every other output is a projection of it.
 */
package io.cmaclip.streams.output;
