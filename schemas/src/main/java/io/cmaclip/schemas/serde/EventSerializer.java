package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegisteredSchema;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes generated and generic Avro records in Confluent's wire format. Thread-safe after
 * {@link #configure}.
 *
 * @param <T> record type
 */
public final class EventSerializer<T extends IndexedRecord> implements Serializer<T> {
  private SchemaRegistry registry;
  private SerdeSettings settings;
  private RegistryLease lease;
  private final Map<Schema, DatumWriter<T>> specificWriters = new ConcurrentHashMap<>();
  private final Map<Schema, DatumWriter<T>> genericWriters = new ConcurrentHashMap<>();
  private final Map<Schema, Schema> withoutJavaProperties = new ConcurrentHashMap<>();

  /** For Kafka, which calls {@link #configure} first. */
  public EventSerializer() {}

  EventSerializer(SchemaRegistry registry, SerdeSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    lease = RegistryLease.of(config);
    registry = new SchemaRegistry(lease.settings());
    settings = SerdeSettings.from(config, isKey);
  }

  /**
   * Serializes a record.
   *
   * @param event null for a tombstone
   * @return null for a tombstone
   * @throws SchemaRejectedException if the registry rejects the schema or does not know it
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws SerializationException if the record violates its schema, for example by a null value
   */
  @Override
  public byte[] serialize(String topic, Headers headers, T event) {
    if (headers != null) {
      // Readers prefer a header to the prefix, so a copied header would name the wrong schema.
      headers.remove(settings.isKey() ? WireFormat.KEY_HEADER : WireFormat.VALUE_HEADER);
    }
    return serialize(topic, event);
  }

  @Override
  public byte[] serialize(String topic, T event) {
    if (event == null) {
      return null;
    }
    Schema schema = registeredForm(event.getSchema());
    String subject =
        settings.subjectNaming().subject(topic, settings.isKey(), schema.getFullName());
    try {
      if (settings.autoRegister()) {
        return encode(registry.register(subject, schema, settings.normalize()), event);
      }
      if (settings.useLatest()) {
        return encodeByLatest(subject, schema, event);
      }
      return encode(registry.idOf(subject, schema, settings.normalize()), event);
    } catch (RegistryRefusalException | UnreadableSchemaException refusal) {
      throw new SchemaRejectedException(
          "schema of "
              + schema.getFullName()
              + " under subject "
              + subject
              + ": "
              + refusal.getMessage(),
          refusal);
    }
  }

  private Schema registeredForm(Schema schema) {
    return settings.removeJavaProperties()
        ? withoutJavaProperties.computeIfAbsent(schema, JavaProperties::removedFrom)
        : schema;
  }

  /** Converts the record to the subject's latest version, whose fields may differ. */
  private byte[] encodeByLatest(String subject, Schema schema, T event) {
    RegisteredSchema latest = registry.latest(subject);
    if (settings.latestStrict() && !canRead(schema, latest.schema())) {
      throw new SchemaRejectedException(
          "schema of "
              + schema.getFullName()
              + " cannot read the newest version "
              + latest.version()
              + " of subject "
              + subject
              + " (use.latest.version = true)",
          null);
    }
    if (schema.equals(latest.schema())) {
      return encode(latest.id(), event);
    }
    byte[] own = encode(latest.id(), event);
    try {
      GenericRecord projected =
          new GenericDatumReader<GenericRecord>(event.getSchema(), latest.schema())
              .read(
                  null,
                  DecoderFactory.get()
                      .binaryDecoder(
                          own,
                          WireFormat.HEADER_BYTES,
                          own.length - WireFormat.HEADER_BYTES,
                          null));
      return write(latest.id(), new GenericDatumWriter<>(latest.schema()), projected);
    } catch (IOException | RuntimeException unfit) {
      throw new SchemaRejectedException(
          "record does not fit the newest version "
              + latest.version()
              + " of subject "
              + subject
              + ": "
              + unfit.getMessage(),
          unfit);
    }
  }

  private static boolean canRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  private byte[] encode(int id, T event) {
    try {
      return write(id, writerOf(event), event);
    } catch (IOException | RuntimeException invalid) {
      throw new SerializationException(
          event.getSchema().getFullName() + " breaks its schema: " + invalid.getMessage(), invalid);
    }
  }

  private DatumWriter<T> writerOf(T event) {
    Map<Schema, DatumWriter<T>> writers =
        event instanceof SpecificRecord ? specificWriters : genericWriters;
    DatumWriter<T> writer = writers.get(event.getSchema());
    if (writer == null) {
      writer =
          event instanceof SpecificRecord
              ? new SpecificDatumWriter<>(event.getSchema())
              : new GenericDatumWriter<>(event.getSchema());
      writers.put(event.getSchema(), writer);
    }
    return writer;
  }

  private static <R> byte[] write(int id, DatumWriter<R> writer, R event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(id));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
