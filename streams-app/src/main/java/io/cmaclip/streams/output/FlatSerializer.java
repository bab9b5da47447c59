package io.cmaclip.streams.output;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.SchemaRejectedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes the flat shape of events of one topic. The schema has the columns of all tasks seen so
 * far and of the latest schema in the registry, so that the rows of a removed task get null instead
 * of keeping an old label. Thread-safe.
 *
 * @param <T> the event
 */
final class FlatSerializer<T> implements Serializer<T> {
  /**
   * Columns of a schema.
   *
   * @param tasks tasks whose columns it has
   */
  private record Known(Schema schema, Set<String> tasks) {}

  private final String topic;
  private final Projection<T> projection;
  private final RecordEncoder encoder;

  /** Replaced under the monitor; null before the first use. */
  private volatile Known known;

  FlatSerializer(String topic, Projection<T> projection, RecordEncoder encoder) {
    this.topic = topic;
    this.projection = projection;
    this.encoder = encoder;
  }

  /**
   * Registers the schema with the columns of these tasks, unless it is.
   *
   * @throws SerializationException if the columns do not fit the registered schema or each other
   * @throws RegistryUnavailableException if the registry does not answer
   */
  void require(List<String> tasks) {
    schemaWith(tasks);
  }

  @Override
  public byte[] serialize(String toTopic, T event) {
    if (event == null) {
      return null;
    }
    return encoder.encode(
        toTopic, event(schemaWith(projection.tasks(event)), projection.row(event)));
  }

  private Schema schemaWith(List<String> tasks) {
    Known now = known;
    return now != null && now.tasks().containsAll(tasks) ? now.schema() : extend(tasks);
  }

  private synchronized Schema extend(List<String> more) {
    Set<String> tasks = new HashSet<>(known == null ? Set.of() : known.tasks());
    tasks.addAll(more);
    // Only these: a task may have been renamed to one whose columns have the same names.
    List<Column> columns = projection.columns(more);
    Schema schema = known == null ? latest() : known.schema();
    schema = FlatSchema.of(projection, columns, schema);
    try {
      register(schema);
    } catch (SchemaRejectedException rejected) {
      // Another instance may have added columns meanwhile.
      Schema latest = latest();
      if (latest == null || latest.equals(schema)) {
        throw rejected;
      }
      schema = FlatSchema.of(projection, columns, latest);
      register(schema);
    }
    known = new Known(schema, tasks);
    return schema;
  }

  private Schema latest() {
    return encoder.latest(topic, projection.recordName()).orElse(null);
  }

  private void register(Schema schema) {
    encoder.encode(topic, event(schema, Map.of(Row.LISTING_ID, "")));
  }

  private static IndexedRecord event(Schema schema, Map<String, Object> row) {
    GenericData.Record event = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      event.put(field.pos(), row.get(field.name()));
    }
    return event;
  }
}
