package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventDeserializer;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.EventSerializer;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The project's serdes and Confluent's Java classes produce the same bytes, ids, records and
 * errors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Confluent's classes take seconds to load.
class ConfluentParityTest {
  private static final String TOPIC = "listings";

  /** Settings with which both must write the same bytes. */
  private static final List<Map<String, Object>> SETTINGS =
      List.of(
          Map.of(),
          Map.of("avro.remove.java.properties", true),
          Map.of("normalize.schemas", "true"),
          Map.of(
              "value.subject.name.strategy",
              "io.confluent.kafka.serializers.subject.RecordNameStrategy"),
          Map.of(
              "value.subject.name.strategy",
              "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"));

  private ConfluentClasses confluent;
  private EmbeddedRegistry registry;

  @BeforeAll
  void load() throws IOException {
    confluent = ConfluentClasses.open();
  }

  @AfterAll
  void unload() throws IOException {
    if (confluent != null) {
      confluent.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  static Stream<Arguments> settingsAndEvents() {
    return SETTINGS.stream()
        .flatMap(settings -> Events.all().stream().map(event -> Arguments.of(settings, event)));
  }

  @Test
  void loadsConfluentsClassesWithTheLibrariesOfTheProject() throws ReflectiveOperationException {
    Class<?> serializer = confluent.loader().loadClass(ConfluentClasses.SERIALIZER);
    assertThat(serializer.getProtectionDomain().getCodeSource().getLocation().getPath())
        .contains("pinot-confluent-avro");
    assertThat(confluent.loader().loadClass(Schema.class.getName())).isSameAs(Schema.class);
  }

  @ParameterizedTest
  @MethodSource("settingsAndEvents")
  void bothWriteTheSameBytesWithTheSameIdAndSubject(
      Map<String, Object> settings, SpecificRecord event) throws IOException {
    byte[] theirs = confluent.serializer(config(settings)).serialize(TOPIC, event);
    String subjects = RegistryView.of(registry).subjects();
    byte[] oursThere = ours(settings).serialize(TOPIC, event);
    assertThat(oursThere).isEqualTo(theirs);
    assertThat(RegistryView.of(registry).subjects()).isEqualTo(subjects);
    assertThat(RegistryView.of(registry).newestId()).as("no additional schema").isEqualTo(1);

    try (EmbeddedRegistry another = EmbeddedRegistry.start(0, null)) {
      Map<String, Object> there = new HashMap<>(settings);
      there.put("schema.registry.url", another.url());
      assertThat(ours(there).serialize(TOPIC, event)).isEqualTo(theirs);
      assertThat(RegistryView.of(another).subjects()).isEqualTo(subjects);
      assertThat(RegistryView.of(another).schema(1)).isEqualTo(RegistryView.of(registry).schema(1));
    }
  }

  @ParameterizedTest
  @MethodSource("settingsAndEvents")
  void eachReadsTheRecordsOfTheOther(Map<String, Object> settings, SpecificRecord event) {
    byte[] theirs = confluent.serializer(config(settings)).serialize(TOPIC, event);
    byte[] ours = ours(settings).serialize(TOPIC, event);
    for (String specific : List.of("true", "false")) {
      Map<String, Object> reading = new HashMap<>(settings);
      reading.put("specific.avro.reader", specific);
      Object readByThem = confluent.deserializer(config(reading)).deserialize(TOPIC, ours);
      Object readByUs = oursReading(reading).deserialize(TOPIC, theirs);
      assertThat(readByUs).isEqualTo(readByThem);
      assertThat(readByUs.getClass()).isEqualTo(readByThem.getClass());
    }
    assertThat(serdeOf(event).deserialize(TOPIC, theirs)).isEqualTo(event);
  }

  @Test
  void bothWriteTheSameBytesForGenericRecords() {
    IndexedRecord record = new GenericRecordBuilder(older()).set("listingId", "7").build();
    assertThat(ours(Map.of()).serialize(TOPIC, record))
        .isEqualTo(confluent.serializer(config(Map.of())).serialize(TOPIC, record));
  }

  static Stream<IndexedRecord> otherVersions() {
    return Stream.of(
        new GenericRecordBuilder(older()).set("listingId", "7").build(),
        new GenericRecordBuilder(newer())
            .set("weight", 2.5)
            .set("listingId", "7")
            .set("title", "t")
            .build());
  }

  @ParameterizedTest
  @MethodSource("otherVersions")
  void bothEvolveOlderAndNewerVersionsToTheSameRecord(IndexedRecord record) {
    byte[] bytes = confluent.serializer(config(Map.of())).serialize(TOPIC, record);
    Map<String, Object> specific = Map.of("specific.avro.reader", true);
    Object theirs = confluent.deserializer(config(specific)).deserialize(TOPIC, bytes);
    assertThat(theirs).isInstanceOf(ProductListing.class);
    assertThat(oursReading(specific).deserialize(TOPIC, bytes)).isEqualTo(theirs);
    assertThat(serdeOf(Events.listing()).deserialize(TOPIC, bytes)).isEqualTo(theirs);
  }

  @Test
  void bothUseTheIdOfTheLatestVersion() {
    byte[] registered = ours(Map.of()).serialize(TOPIC, Events.listing());
    Map<String, Object> latest = Map.of("auto.register.schemas", false, "use.latest.version", true);
    assertThat(confluent.serializer(config(latest)).serialize(TOPIC, Events.listing()))
        .isEqualTo(registered);
    assertThat(ours(latest).serialize(TOPIC, Events.listing())).isEqualTo(registered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", "0000000001", "0100000001", "7b7d", "0000000309ff", "000000000102"})
  void bothRefuseBytesThatAreNoRecord(String hex) {
    ours(Map.of()).serialize(TOPIC, Events.listing());
    byte[] bytes = HexFormat.of().parseHex(hex);
    Map<String, Object> specific = Map.of("specific.avro.reader", true);
    // Confluent's deserializer throws BufferUnderflowException for fewer than five bytes.
    assertThatThrownBy(() -> confluent.deserializer(config(specific)).deserialize(TOPIC, bytes))
        .isInstanceOfAny(SerializationException.class, BufferUnderflowException.class);
    assertThatThrownBy(() -> oursReading(specific).deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void bothRefuseEveryTruncation() {
    byte[] bytes = ours(Map.of()).serialize(TOPIC, Events.attributes());
    Map<String, Object> specific = Map.of("specific.avro.reader", true);
    Deserializer<Object> theirs = confluent.deserializer(config(specific));
    Deserializer<?> ours = oursReading(specific);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(catchThrowable(() -> theirs.deserialize(TOPIC, cut)))
          .isInstanceOfAny(SerializationException.class, BufferUnderflowException.class);
      assertThat(catchThrowable(() -> ours.deserialize(TOPIC, cut)))
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void bothIgnoreBytesAfterTheRecord() {
    byte[] bytes = ours(Map.of()).serialize(TOPIC, Events.listing());
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
    Map<String, Object> specific = Map.of("specific.avro.reader", true);
    assertThat(confluent.deserializer(config(specific)).deserialize(TOPIC, longer))
        .isEqualTo(Events.listing());
    assertThat(oursReading(specific).deserialize(TOPIC, longer)).isEqualTo(Events.listing());
  }

  @Test
  void bothMapTombstonesToNull() {
    assertThat(confluent.serializer(config(Map.of())).serialize(TOPIC, null)).isNull();
    assertThat(ours(Map.of()).serialize(TOPIC, null)).isNull();
    assertThat(confluent.deserializer(config(Map.of())).deserialize(TOPIC, (byte[]) null)).isNull();
    assertThat(oursReading(Map.of()).deserialize(TOPIC, (byte[]) null)).isNull();
  }

  @Test
  void registryRefusesAnIncompatibleSchemaOfBoth() {
    Schema clash =
        SchemaBuilder.record("ProductListing")
            .namespace("io.cmaclip.events")
            .fields()
            .requiredLong("listingId")
            .endRecord();
    ours(Map.of()).serialize(TOPIC, new GenericRecordBuilder(clash).set("listingId", 1L).build());
    assertThatThrownBy(
            () -> confluent.serializer(config(Map.of())).serialize(TOPIC, Events.listing()))
        .isInstanceOf(SerializationException.class)
        .hasStackTraceContaining("409");
    assertThatThrownBy(() -> ours(Map.of()).serialize(TOPIC, Events.listing()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("incompatible");
  }

  @Test
  void bothFailOnAnUnregisteredSchemaWithoutAutoRegister() {
    Map<String, Object> strict = Map.of("auto.register.schemas", false);
    assertThatThrownBy(
            () -> confluent.serializer(config(strict)).serialize(TOPIC, Events.listing()))
        .isInstanceOf(SerializationException.class)
        .hasStackTraceContaining("40401");
    assertThatThrownBy(() -> ours(strict).serialize(TOPIC, Events.listing()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("not found");
  }

  @Test
  void bothFailWithoutRegistryAndOnlyOursIsRetriable() {
    byte[] bytes = ours(Map.of()).serialize(TOPIC, Events.listing());
    registry.close();
    Map<String, Object> once = Map.of("max.retries", 0);
    assertThatThrownBy(() -> confluent.deserializer(config(once)).deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> oursReading(once).deserialize(TOPIC, bytes))
        .isInstanceOf(RetriableException.class);
  }

  private static Schema older() {
    return SchemaBuilder.record("ProductListing")
        .namespace("io.cmaclip.events")
        .fields()
        .requiredString("listingId")
        .endRecord();
  }

  private static Schema newer() {
    return SchemaBuilder.record("ProductListing")
        .namespace("io.cmaclip.events")
        .fields()
        .requiredDouble("weight")
        .requiredString("listingId")
        .requiredString("title")
        .endRecord();
  }

  private Deserializer<? extends SpecificRecord> serdeOf(SpecificRecord event) {
    EventSerdes serdes = EventSerdes.create(config(Map.of()));
    return serdes.serde(event.getClass()).deserializer();
  }

  private Serializer<IndexedRecord> ours(Map<String, Object> more) {
    EventSerializer<IndexedRecord> serializer = new EventSerializer<>();
    serializer.configure(config(more), false);
    return serializer;
  }

  private Deserializer<IndexedRecord> oursReading(Map<String, Object> more) {
    EventDeserializer<IndexedRecord> deserializer = new EventDeserializer<>();
    deserializer.configure(config(more), false);
    return deserializer;
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", registry.url());
    config.putAll(more);
    return config;
  }
}
