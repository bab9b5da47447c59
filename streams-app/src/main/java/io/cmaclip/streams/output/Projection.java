package io.cmaclip.streams.output;

import java.util.List;
import java.util.Map;

/**
 * The flat shape of an event type. Thread-safe.
 *
 * @param <T> the event
 */
interface Projection<T> {
  /** Full name of the Avro record. */
  String recordName();

  /** What the record is, for its schema. */
  String doc();

  /** The columns after {@code listing_id}, in order. */
  List<Column> columns(List<String> tasks);

  /** Tasks that an event has answers of. */
  List<String> tasks(T event);

  /** Values by column; a missing column is null. */
  Map<String, Object> row(T event);
}
