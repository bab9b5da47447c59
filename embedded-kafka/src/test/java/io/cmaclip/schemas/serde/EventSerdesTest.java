package io.cmaclip.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSerdesTest {
  private static final String TOPIC = "listings";

  private EmbeddedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  static Stream<SpecificRecord> events() {
    return Events.all().stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventSurvivesARoundTrip(SpecificRecord event) {
    assertThat(roundTrip(event)).isEqualTo(event);
  }

  private <T extends SpecificRecord> T roundTrip(T event) {
    try (EventSerdes serdes = serdes(Map.of())) {
      @SuppressWarnings("unchecked")
      Serde<T> serde = serdes.serde((Class<T>) event.getClass());
      return serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, event));
    }
  }

  @Test
  void aTombstoneIsNullInBothDirections() {
    try (EventSerdes serdes = serdes(Map.of())) {
      Serde<ProductListing> serde = serdes.serde(ProductListing.class);
      assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
      assertThat(serde.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
    }
  }

  @Test
  void bytesStartWithZeroAndTheBigEndianSchemaId() {
    byte[] bytes = listingBytes(Map.of());
    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
  }

  @Test
  void readsAnOlderVersionWithDefaultsForMissingFields() {
    Schema old =
        SchemaBuilder.record("ProductListing")
            .namespace("io.cmaclip.events")
            .fields()
            .requiredString("listingId")
            .endRecord();
    ProductListing listing = readAsListing(new GenericRecordBuilder(old).set("listingId", "7"));
    assertThat(listing.getListingId()).isEqualTo("7");
    assertThat(listing.getTitle()).isEmpty();
    assertThat(listing.getImages()).isEmpty();
    assertThat(listing.getUpdatedAt()).isEqualTo(java.time.Instant.EPOCH);
  }

  @Test
  void ignoresFieldsOfANewerVersion() {
    Schema newer =
        SchemaBuilder.record("ProductListing")
            .namespace("io.cmaclip.events")
            .fields()
            .name("weights")
            .type()
            .array()
            .items()
            .doubleType()
            .noDefault()
            .requiredString("listingId")
            .requiredString("title")
            .endRecord();
    ProductListing listing =
        readAsListing(
            new GenericRecordBuilder(newer)
                .set("weights", java.util.List.of(1.5, 2.5))
                .set("listingId", "7")
                .set("title", "t"));
    assertThat(listing.getListingId() + listing.getTitle()).isEqualTo("7t");
  }

  @Test
  void readsAnEnumSymbolOfANewerVersionAsUnknown() {
    String newer =
        ListingAttributes.getClassSchema()
            .toString()
            .replace("\"FETCH_FAILED\",\"UNKNOWN\"", "\"FETCH_FAILED\",\"UNKNOWN\",\"REFUSED\"");
    Schema schema = new Schema.Parser().parse(newer);
    GenericRecord record = new GenericRecordBuilder(schema).set("listingId", "7").build();
    Schema modalities = schema.getField("modalities").schema();
    record.put(
        "modalities",
        new GenericRecordBuilder(modalities)
            .set(
                "image",
                new GenericData.EnumSymbol(modalities.getField("image").schema(), "REFUSED"))
            .build());
    try (EventSerdes serdes = serdes(Map.of())) {
      ListingAttributes read =
          serdes.serde(ListingAttributes.class).deserializer().deserialize("x", generic(record));
      assertThat(read.getModalities().getImage()).isEqualTo(io.cmaclip.events.ModalityUse.UNKNOWN);
    }
  }

  private ProductListing readAsListing(GenericRecordBuilder builder) {
    try (EventSerdes serdes = serdes(Map.of())) {
      return serdes
          .serde(ProductListing.class)
          .deserializer()
          .deserialize(TOPIC, generic(builder.build()));
    }
  }

  private byte[] generic(GenericRecord record) {
    try (EventSerializer<GenericRecord> serializer = new EventSerializer<>()) {
      serializer.configure(config(Map.of()), false);
      return serializer.serialize("elsewhere", record);
    }
  }

  @Test
  void anotherKindOfRecordIsNotTakenForAListing() {
    byte[] decision = generic(new GenericRecordBuilder(decisionLike()).build());
    try (EventSerdes serdes = serdes(Map.of())) {
      assertThatThrownBy(
              () -> serdes.serde(ProductListing.class).deserializer().deserialize(TOPIC, decision))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("holds x.Other where io.cmaclip.events.ProductListing is expected");
    }
  }

  private static Schema decisionLike() {
    return SchemaBuilder.record("Other")
        .namespace("x")
        .fields()
        .name("listingId")
        .type()
        .stringType()
        .stringDefault("7")
        .endRecord();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "00000001", "0100000001", "7b226964223a317d", "00ffffffff00"})
  void bytesWithoutAValidHeaderAreUndecodable(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    try (EventSerdes serdes = serdes(Map.of())) {
      assertThatThrownBy(
              () -> serdes.serde(ProductListing.class).deserializer().deserialize(TOPIC, bytes))
          .isInstanceOf(UndecodableRecordException.class);
    }
  }

  @Test
  void anUnknownSchemaIdIsUndecodable() {
    try (EventSerdes serdes = serdes(Map.of())) {
      assertThatThrownBy(
              () ->
                  serdes
                      .serde(ProductListing.class)
                      .deserializer()
                      .deserialize(TOPIC, new byte[] {0, 0, 0, 3, 9, 1}))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessage("unknown schema id 777");
    }
  }

  @Test
  void everyTruncationIsUndecodable() {
    byte[] bytes = listingBytes(Map.of());
    try (EventSerdes serdes = serdes(Map.of())) {
      var deserializer = serdes.serde(ProductListing.class).deserializer();
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, cut))
            .as("%s of %s bytes", length, bytes.length)
            .isInstanceOf(UndecodableRecordException.class);
      }
    }
  }

  @Test
  void anUnreachableRegistryIsATemporaryFailure() {
    byte[] bytes = listingBytes(Map.of());
    registry.close();
    try (EventSerdes serdes = serdes(Map.of("max.retries", "0"))) {
      Serde<ProductListing> serde = serdes.serde(ProductListing.class);
      assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, bytes))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("cannot be reached");
      assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, Events.listing()))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThatThrownBy(serdes::verifyReachable).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void cachedSchemasNeedNoRegistry() {
    try (EventSerdes serdes = serdes(Map.of("max.retries", "0"))) {
      Serde<ProductListing> serde = serdes.serde(ProductListing.class);
      byte[] bytes = serde.serializer().serialize(TOPIC, Events.listing());
      serde.deserializer().deserialize(TOPIC, bytes);
      registry.close();
      assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Events.listing());
      assertThat(serde.serializer().serialize(TOPIC, Events.listing())).isEqualTo(bytes);
    }
  }

  @Test
  void rejectsAnUnknownSchemaWithoutAutoRegister() {
    assertThatThrownBy(() -> listingBytes(Map.of("auto.register.schemas", "false")))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("listings-value");
  }

  @Test
  void usesARegisteredSchemaWithoutAutoRegister() {
    byte[] registered = listingBytes(Map.of());
    assertThat(listingBytes(Map.of("auto.register.schemas", false))).isEqualTo(registered);
  }

  @Test
  void useLatestVersionWritesTheLatestRegisteredVersion() throws IOException {
    Schema newest =
        new Schema.Parser()
            .parse(
                "{'type':'record','name':'ProductListing','namespace':'io.cmaclip.events','fields':[{'name':'title','type':'string'},{'name':'listingId','type':'string'}]}"
                    .replace('\'', '"'));
    try (EventSerializer<GenericRecord> serializer = new EventSerializer<>()) {
      serializer.configure(config(Map.of()), false);
      serializer.serialize(
          TOPIC, new GenericRecordBuilder(newest).set("title", "").set("listingId", "").build());
    }
    byte[] bytes =
        listingBytes(Map.of("auto.register.schemas", "false", "use.latest.version", "true"));
    // Title first, then the id, and nothing else.
    ByteBuffer payload = ByteBuffer.wrap(bytes, 5, bytes.length - 5);
    int titleBytes = payload.get() / 2;
    assertThat(titleBytes)
        .isEqualTo(Events.listing().getTitle().getBytes(StandardCharsets.UTF_8).length);
    assertThat(bytes).hasSize(5 + 1 + titleBytes + 1 + "dress-7".length());
  }

  @Test
  void rejectsASchemaIncompatibleWithTheLatest() {
    Schema other =
        SchemaBuilder.record("ProductListing")
            .namespace("io.cmaclip.events")
            .fields()
            .requiredLong("listingId")
            .endRecord();
    try (EventSerializer<GenericRecord> serializer = new EventSerializer<>()) {
      serializer.configure(config(Map.of()), false);
      serializer.serialize(TOPIC, new GenericRecordBuilder(other).set("listingId", 1L).build());
    }
    assertThatThrownBy(() -> listingBytes(Map.of()))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("incompatible");
    assertThatThrownBy(
            () -> listingBytes(Map.of("auto.register.schemas", false, "use.latest.version", true)))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("use.latest.version");
  }

  @Test
  void rejectsARecordThatViolatesItsSchema() {
    ProductListing listing = new ProductListing();
    try (EventSerdes serdes = serdes(Map.of())) {
      assertThatThrownBy(
              () -> serdes.serde(ProductListing.class).serializer().serialize(TOPIC, listing))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("ProductListing breaks its schema");
    }
  }

  @Test
  void aSpecificReaderReadsTheClassOfTheWritersSchema() {
    byte[] bytes = listingBytes(Map.of());
    try (EventDeserializer<?> specific = new EventDeserializer<>();
        EventDeserializer<?> generic = new EventDeserializer<>()) {
      specific.configure(config(Map.of("specific.avro.reader", "true")), false);
      generic.configure(config(Map.of()), false);
      assertThat(specific.deserialize(TOPIC, bytes)).isEqualTo(Events.listing());
      assertThat(generic.deserialize(TOPIC, bytes))
          .isInstanceOfSatisfying(
              GenericRecord.class, r -> assertThat(r.get("listingId")).hasToString("dress-7"));
    }
  }

  @Test
  void embeddedStartsOneSharedRegistry() {
    Map<String, Object> config = Map.of("schema.registry.url", "embedded:");
    try (EventSerdes writer = EventSerdes.create(config);
        EventSerdes reader = EventSerdes.create(config)) {
      byte[] bytes =
          writer.serde(ReviewDecision.class).serializer().serialize("d", Events.decision());
      assertThat(reader.serde(ReviewDecision.class).deserializer().deserialize("d", bytes))
          .isEqualTo(Events.decision());
    }
    try (EventSerdes later = EventSerdes.create(config)) {
      assertThatThrownBy(
              () ->
                  later
                      .serde(ReviewDecision.class)
                      .deserializer()
                      .deserialize("d", new byte[] {0, 0, 0, 0, 1, 0}))
          .as("closing the last lease stopped the first registry")
          .isInstanceOf(UndecodableRecordException.class);
    }
  }

  private byte[] listingBytes(Map<String, ?> more) {
    try (EventSerdes serdes = serdes(more)) {
      return serdes.serde(ProductListing.class).serializer().serialize(TOPIC, Events.listing());
    }
  }

  private EventSerdes serdes(Map<String, ?> more) {
    return EventSerdes.create(config(more));
  }

  private Map<String, Object> config(Map<String, ?> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", registry.url());
    config.putAll(more);
    return config;
  }
}
