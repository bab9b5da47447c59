package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.formats.ProtobufRecords;
import io.cmaclip.schemas.formats.ProtobufSchema;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes Avro records as Protobuf in Confluent's wire format: a zero byte, the schema id, the
 * index of the message, which is the first, as one zero byte, and the message. Thread-safe.
 */
final class ProtobufSerializer implements Serializer<IndexedRecord> {
  private static final byte FIRST_MESSAGE = 0;

  private final SchemaRegistry registry;
  private final SerdeSettings settings;
  private final Map<Schema, ProtobufSchema> schemas = new ConcurrentHashMap<>();

  ProtobufSerializer(SchemaRegistry registry, SerdeSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /**
   * Serializes a record.
   *
   * @param event null for a tombstone
   * @throws SchemaRejectedException if the registry rejects the schema or does not know it
   * @throws RegistryUnavailableException if the registry does not answer
   */
  @Override
  public byte[] serialize(String topic, IndexedRecord event) {
    if (event == null) {
      return null;
    }
    ProtobufSchema schema = schemas.computeIfAbsent(event.getSchema(), ProtobufSchema::of);
    byte[] header = WireFormat.header(id(topic, event.getSchema().getFullName(), schema.text()));
    byte[] message = ProtobufRecords.write(schema, event);
    return ByteBuffer.allocate(header.length + 1 + message.length)
        .put(header)
        .put(FIRST_MESSAGE)
        .put(message)
        .array();
  }

  private int id(String topic, String name, String text) {
    String subject = settings.subjectNaming().subject(topic, settings.isKey(), name);
    try {
      return settings.autoRegister()
          ? registry.registerProtobuf(subject, text, settings.normalize())
          : registry.idOfProtobuf(subject, text, settings.normalize());
    } catch (RegistryRefusalException refusal) {
      throw new SchemaRejectedException(
          "Protobuf schema of " + name + " under subject " + subject + ": " + refusal.getMessage(),
          refusal);
    }
  }
}
