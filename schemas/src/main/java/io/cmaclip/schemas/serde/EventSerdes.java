package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.client.SettingReader;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes for the events of {@code io.cmaclip.events}, configured by Confluent's keys. One registry
 * client, with its caches, for all serdes of an instance. Safe for any number of threads.
 *
 * <p>{@code serde.class} lets Confluent's own classes take over; see {@link ConfluentSerdes}.
 */
public final class EventSerdes implements AutoCloseable {
  /** Key that names the classes which do the work; absent: ours. */
  public static final String SERDE_CLASS = ConfluentSerdes.KEY;

  private final RegistryLease lease;
  private final Source source;

  /** Whose serdes they are. */
  interface Source {
    <T extends SpecificRecord> Serde<T> serde(Class<T> type);

    void verifyReachable();
  }

  private record Ours(SchemaRegistry registry, SerdeSettings settings) implements Source {
    @Override
    public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
      return Serdes.serdeFrom(
          new EventSerializer<>(registry, settings),
          new EventDeserializer<>(registry, RecordReaders.of(type)));
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
   * Serdes for record values. Does not ask the registry yet.
   *
   * @param config Confluent's keys without prefix ({@code schema.registry.url}, ...); {@code
   *     specific.avro.reader} is true unless set; keys that mean nothing here are passed over
   * @throws ConfigException when a value is missing or not allowed, or a class that is to take over
   *     is not on the class path
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
      // Who takes over has settings that ours would refuse; then none of ours are read.
      ConfluentSerdes takeOver = ConfluentSerdes.from(lease.config());
      return new EventSerdes(
          lease,
          takeOver != null
              ? takeOver
              : new Ours(new SchemaRegistry(lease.settings()), SerdeSettings.from(filled, false)));
    } catch (RuntimeException refused) {
      lease.close();
      throw refused;
    }
  }

  /**
   * Serde for one event class. Its deserializer throws {@link UndecodableRecordException} and
   * {@link RegistryUnavailableException}; its serializer {@link SchemaRejectedException} and {@link
   * RegistryUnavailableException}. Closing it closes nothing; close this instead.
   */
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    return source.serde(type);
  }

  /**
   * Asks the registry something every registry answers, to fail early and clearly.
   *
   * @throws RegistryUnavailableException when no address answers within attempts and time-outs
   */
  public void verifyReachable() {
    source.verifyReachable();
  }

  /** Ends the registry of {@code embedded:} when nobody else in the process uses it. */
  @Override
  public void close() {
    lease.close();
  }
}
