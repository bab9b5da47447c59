package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.SettingReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Confluent's serdes, used if {@code serde.class} names one of them. Loaded by name, because only
 * builds with the profile {@code confluent} contain them; only from a fixed list, because a
 * configuration must not load arbitrary classes.
 */
final class ConfluentSerdes implements EventSerdes.Source {
  static final String KEY = "serde.class";

  private static final String OURS = "io.cmaclip.schemas.serde.EventSerdes";
  private static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
  private static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";
  private static final String SERDE = "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde";
  private static final Set<String> PAIR = Set.of(SERIALIZER, DESERIALIZER);

  private final boolean asSerde;
  private final Map<String, ?> config;

  private ConfluentSerdes(boolean asSerde, Map<String, ?> config) {
    this.asSerde = asSerde;
    this.config = config;
  }

  /**
   * Confluent's serdes, or null if the configuration does not select them.
   *
   * @throws ConfigException if the class is not allowed or not on the class path
   */
  static ConfluentSerdes from(Map<String, ?> config) {
    String name = new SettingReader(config).text(KEY, OURS);
    if (name.equals(OURS)) {
      return null;
    }
    if (!name.equals(SERDE) && !PAIR.contains(name)) {
      throw new ConfigException(
          KEY
              + " = "
              + name
              + ": must be "
              + String.join(", ", OURS, SERIALIZER, DESERIALIZER, SERDE));
    }
    boolean asSerde = name.equals(SERDE);
    for (String needed : asSerde ? Set.of(SERDE) : PAIR) {
      try {
        load(needed);
      } catch (ClassNotFoundException | LinkageError absent) {
        throw new ConfigException(
            KEY
                + " = "
                + name
                + ": not on the class path; build with the Maven profile confluent"
                + " (CMACLIP_MAVEN_ARGS=-Pconfluent)");
      }
    }
    return new ConfluentSerdes(asSerde, config);
  }

  @Override
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    Deserializer<?> deserializer;
    if (asSerde) {
      Serde<?> serde = (Serde<?>) instance(SERDE);
      serde.configure(config, false);
      deserializer = serde.deserializer();
    } else {
      deserializer = (Deserializer<?>) instance(DESERIALIZER);
      deserializer.configure(config, false);
    }
    return Serdes.serdeFrom(
        new ConfluentSerializer<>(cast(serializer())),
        new ConfluentDeserializer<>(type, deserializer));
  }

  @Override
  public Serializer<IndexedRecord> recordSerializer() {
    return new ConfluentSerializer<>(cast(serializer()));
  }

  private Serializer<?> serializer() {
    if (asSerde) {
      Serde<?> serde = (Serde<?>) instance(SERDE);
      serde.configure(config, false);
      return serde.serializer();
    }
    Serializer<?> serializer = (Serializer<?>) instance(SERIALIZER);
    serializer.configure(config, false);
    return serializer;
  }

  /** Requests an unlikely schema id: any response proves that the registry answers. */
  @Override
  public void verifyReachable() {
    byte[] unlikely =
        ByteBuffer.allocate(WireFormat.HEADER_BYTES).putInt(1, Integer.MAX_VALUE).array();
    try (Serde<SpecificRecord> serde = serde(SpecificRecord.class)) {
      serde.deserializer().deserialize("reachable", unlikely);
    } catch (UndecodableRecordException answered) {
      // The registry does not know the id, so it answers.
    }
  }

  @SuppressWarnings("unchecked") // Confluent's serializers accept any Avro record.
  private static <T> Serializer<T> cast(Serializer<?> serializer) {
    return (Serializer<T>) serializer;
  }

  /** With the class loader that Kafka uses for configured classes. */
  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Utils.getContextOrKafkaClassLoader());
  }

  private static Object instance(String name) {
    try {
      return load(name).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new ConfigException(KEY + ": " + name + " does not start: " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ConfigException(KEY + ": " + name + " does not start: " + e);
    }
  }
}
