package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegisteredSchema;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.client.SettingReader;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes for the events of {@code io.cmaclip.events}, configured by Confluent's keys. All serdes of
 * an instance share a registry client and its caches. {@code serde.class} selects Confluent's own
 * classes, see {@link ConfluentSerdes}. Thread-safe.
 */
public final class EventSerdes implements AutoCloseable {
  /** Key of the serde classes; the default is this module's. */
  public static final String SERDE_CLASS = ConfluentSerdes.KEY;

  private final RegistryLease lease;
  private final Source source;

  interface Source {
    <T extends SpecificRecord> Serde<T> serde(Class<T> type);

    Serializer<IndexedRecord> recordSerializer();

    void verifyReachable();
  }

  private record Ours(SchemaRegistry registry, SerdeSettings settings) implements Source {
    @Override
    public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
      return Serdes.serdeFrom(
          new EventSerializer<>(registry, settings),
          new EventDeserializer<>(registry, RecordReaders.of(type, settings.anyRecordName())));
    }

    @Override
    public Serializer<IndexedRecord> recordSerializer() {
      return new EventSerializer<>(registry, settings);
    }

    @Override
    public void verifyReachable() {
      registry.verifyReachable();
    }
  }

  private EventSerdes(RegistryLease lease, Source source) {
    this.lease = lease;
    this.source = source;
  }

  /**
   * Creates serdes for record values, without a request to the registry.
   *
   * @param config Confluent's keys without prefix ({@code schema.registry.url}, ...); {@code
   *     specific.avro.reader} defaults to true; unknown keys are ignored
   * @throws ConfigException if a value is missing or not allowed, or the class of {@code
   *     serde.class} is not on the class path
   */
  public static EventSerdes create(Map<String, ?> config) {
    Map<String, Object> filled = new HashMap<>(config);
    filled.putIfAbsent(SerdeSettings.SPECIFIC_READER, true);
    if (!new SettingReader(filled).flag(SerdeSettings.SPECIFIC_READER, true)) {
      throw new ConfigException(
          SerdeSettings.SPECIFIC_READER + " = false: must be true, events are generated classes");
    }
    RegistryLease lease = RegistryLease.of(filled);
    try {
      // Confluent's classes have more settings, so their configuration is not checked here.
      ConfluentSerdes confluent = ConfluentSerdes.from(lease.config());
      return new EventSerdes(
          lease,
          confluent != null
              ? confluent
              : new Ours(new SchemaRegistry(lease.settings()), SerdeSettings.from(filled, false)));
    } catch (RuntimeException refused) {
      lease.close();
      throw refused;
    }
  }

  /**
   * Serde for an event class. Its deserializer throws {@link UndecodableRecordException} and {@link
   * RegistryUnavailableException}; its serializer {@link SchemaRejectedException} and {@link
   * RegistryUnavailableException}. It needs no {@code close}.
   */
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    return source.serde(type);
  }

  /**
   * Reader of records of any schema. It needs no {@code close}.
   *
   * @param isKey whether it reads record keys
   */
  public PlainReader plainReader(PlainReader.Type type, boolean isKey) {
    return new PlainReader(new SchemaRegistry(lease.settings()), type, isKey);
  }

  /**
   * Serializer of records of any schema. It throws as the serializer of {@link #serde} and needs no
   * {@code close}.
   */
  public Serializer<IndexedRecord> recordSerializer() {
    return source.recordSerializer();
  }

  /**
   * Serializer of records as Protobuf, whatever {@code serde.class} is. It throws as the serializer
   * of {@link #serde} and needs no {@code close}.
   *
   * @throws ConfigException if the subject name strategy is unknown here
   */
  public Serializer<IndexedRecord> protobufSerializer() {
    return new ProtobufSerializer(
        new SchemaRegistry(lease.settings()), SerdeSettings.from(lease.config(), false));
  }

  /**
   * The latest schema that the registry has for values of a topic, not cached.
   *
   * @param recordName full name of the record, which some subject naming strategies use
   * @return empty if the subject does not exist
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws SchemaRejectedException if the latest schema is not an Avro schema
   */
  public Optional<Schema> latestSchema(String topic, String recordName) {
    return latest(
        topic,
        recordName,
        (registry, subject) -> registry.newest(subject).map(RegisteredSchema::schema));
  }

  /**
   * The same for the text of a Protobuf schema.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws SchemaRejectedException if the latest schema is not a Protobuf schema
   */
  public Optional<String> latestProtobuf(String topic, String recordName) {
    return latest(topic, recordName, SchemaRegistry::newestProtobuf);
  }

  private <T> Optional<T> latest(
      String topic, String recordName, BiFunction<SchemaRegistry, String, Optional<T>> request) {
    SubjectNaming naming = SerdeSettings.from(lease.config(), false).subjectNaming();
    String subject = naming.subject(topic, false, recordName);
    try {
      return request.apply(new SchemaRegistry(lease.settings()), subject);
    } catch (RegistryRefusalException | UnreadableSchemaException refusal) {
      throw new SchemaRejectedException(
          "latest schema of subject " + subject + ": " + refusal.getMessage(), refusal);
    }
  }

  /**
   * Checks that the registry responds.
   *
   * @throws RegistryUnavailableException if no address responds within attempts and timeouts
   */
  public void verifyReachable() {
    source.verifyReachable();
  }

  /** Stops the registry of {@code embedded:} unless other serdes use it. */
  @Override
  public void close() {
    lease.close();
  }
}
