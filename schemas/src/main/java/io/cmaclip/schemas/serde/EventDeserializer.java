package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Avro records from Confluent's wire format, the writer's schema resolved against the reader's.
 * Safe for any number of threads once configured.
 *
 * <p>Named in a Kafka configuration ({@code value.deserializer}) it reads the class the writer's
 * schema names when {@code specific.avro.reader = true}, and generic records otherwise. {@link
 * EventSerdes} hands out instances that read one class whatever version it was written with.
 *
 * @param <T> what is read
 */
public final class EventDeserializer<T extends IndexedRecord> implements Deserializer<T> {
  private SchemaRegistry registry;
  private RecordReaders readers;
  private RegistryLease lease;

  /** For Kafka, which calls {@link #configure} before anything else. */
  public EventDeserializer() {}

  EventDeserializer(SchemaRegistry registry, RecordReaders readers) {
    this.registry = registry;
    this.readers = readers;
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    lease = RegistryLease.of(config);
    registry = new SchemaRegistry(lease.settings());
    readers =
        SerdeSettings.from(config, isKey).specificReader()
            ? RecordReaders.ofClassTheWriterNames()
            : RecordReaders.ofGenericRecords();
  }

  /**
   * The record in these bytes.
   *
   * @param bytes null for a deleted record
   * @return null for null
   * @throws UndecodableRecordException when these bytes are no such record
   * @throws RegistryUnavailableException when the registry cannot say what they are
   */
  @Override
  @SuppressWarnings("unchecked") // Kafka's contract: T is what the configuration asks for.
  public T deserialize(String topic, byte[] bytes) {
    return bytes == null ? null : (T) read(bytes);
  }

  private Object read(byte[] bytes) {
    int id = WireFormat.schemaId(bytes);
    DatumReader<?> reader = readers.forWriter(writerSchema(id));
    int length = bytes.length - WireFormat.HEADER_BYTES;
    try {
      return reader.read(null, new PayloadDecoder(bytes, WireFormat.HEADER_BYTES, length));
    } catch (IOException | RuntimeException | StackOverflowError malformed) {
      throw new UndecodableRecordException(
          "malformed Avro of schema id " + id + ": " + malformed.getMessage(), malformed);
    }
  }

  private Schema writerSchema(int id) {
    try {
      return registry.byId(id);
    } catch (RegistryRefusalException refusal) {
      if (refusal.isNotFound()) {
        throw new UndecodableRecordException("unknown schema id " + id, refusal);
      }
      throw new RegistryUnavailableException(
          "schema registry refuses schema id " + id + ": " + refusal.getMessage(), refusal);
    } catch (UnreadableSchemaException unreadable) {
      throw new UndecodableRecordException(
          "schema id " + id + ": " + unreadable.getMessage(), unreadable);
    }
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
