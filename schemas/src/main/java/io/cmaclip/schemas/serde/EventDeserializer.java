package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Deserializes Avro records in Confluent's wire format. Thread-safe after {@link #configure}.
 *
 * <p>As a {@code value.deserializer} of Kafka, it reads the class that the writer's schema names if
 * {@code specific.avro.reader = true}, and generic records otherwise. Instances of {@link
 * EventSerdes} read one event class.
 *
 * @param <T> record type
 */
public final class EventDeserializer<T extends IndexedRecord> implements Deserializer<T> {
  private SchemaRegistry registry;
  private RecordReaders readers;
  private RegistryLease lease;
  private String header = WireFormat.VALUE_HEADER;

  /** For Kafka, which calls {@link #configure} first. */
  public EventDeserializer() {}

  EventDeserializer(SchemaRegistry registry, RecordReaders readers) {
    this.registry = registry;
    this.readers = readers;
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    lease = RegistryLease.of(config);
    registry = new SchemaRegistry(lease.settings());
    SerdeSettings settings = SerdeSettings.from(config, isKey);
    readers =
        settings.specificReader()
            ? RecordReaders.ofWritersClass()
            : RecordReaders.ofGenericRecords();
    header = isKey ? WireFormat.KEY_HEADER : WireFormat.VALUE_HEADER;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    return deserialize(topic, null, bytes);
  }

  /**
   * Deserializes a record.
   *
   * @param headers may contain the schema id; may be null
   * @param bytes null for a tombstone
   * @return null for a tombstone
   * @throws UndecodableRecordException if the bytes are not a record of this type
   * @throws RegistryUnavailableException if the registry does not answer
   */
  @Override
  @SuppressWarnings("unchecked") // Kafka's contract: the configuration selects T.
  public T deserialize(String topic, Headers headers, byte[] bytes) {
    return bytes == null ? null : (T) read(WireFormat.of(headers, header, bytes), bytes);
  }

  private Object read(WireFormat format, byte[] bytes) {
    DatumReader<?> reader = readers.forWriter(writerSchema(format.schema()));
    int length = bytes.length - format.offset();
    try {
      return reader.read(null, new PayloadDecoder(bytes, format.offset(), length));
    } catch (UnfitFieldException unfit) {
      throw new UndecodableRecordException(unfit.getMessage(), unfit);
    } catch (IOException | RuntimeException | StackOverflowError malformed) {
      throw new UndecodableRecordException(
          "malformed Avro of schema " + format.schema() + ": " + malformed.getMessage(), malformed);
    }
  }

  private Schema writerSchema(SchemaId id) {
    return SchemaLookup.of(id, registry::byId);
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
