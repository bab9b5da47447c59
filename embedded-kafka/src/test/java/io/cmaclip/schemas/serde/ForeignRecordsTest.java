package io.cmaclip.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistrySettings;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings as Flink SQL, ksqlDB, Debezium and Confluent Platform 8 write them. */
class ForeignRecordsTest {
  private static final String TOPIC = "listings";
  private static final Instant TIME = Instant.parse("2025-06-01T00:00:00.123Z");

  private EmbeddedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.flink.avro.generated, record, record_images",
    "io.confluent.ksql.avro_schemas, KsqlDataSourceSchema, KsqlDataSourceSchema_IMAGES",
    "com.shop, Article, ProductListing"
  })
  void readsAListingWithAnyRecordName(String namespace, String name, String imageName) {
    String text =
        ProductListing.getClassSchema()
            .toString()
            .replace("\"ProductListing\"", "\"" + name + "\"")
            .replace("\"ListingImage\"", "\"" + imageName + "\"")
            .replace("io.cmaclip.events", namespace);
    Schema schema = new Schema.Parser().parse(text);
    GenericRecord image =
        new GenericRecordBuilder(schema.getField("images").schema().getElementType())
            .set("bytes", ByteBuffer.wrap(new byte[] {1, 2}))
            .build();
    ProductListing listing =
        read(
            new GenericRecordBuilder(schema)
                .set("listingId", "7")
                .set("title", "Red dress")
                .set("images", List.of(image))
                .set("declaredAttributes", Map.of("colour", "red"))
                .set("updatedAt", TIME.toEpochMilli())
                .build());
    assertThat(listing.getListingId()).isEqualTo("7");
    assertThat(listing.getTitle()).isEqualTo("Red dress");
    assertThat(listing.getImages().get(0).getBytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(listing.getDeclaredAttributes()).isEqualTo(Map.of("colour", "red"));
    assertThat(listing.getUpdatedAt()).isEqualTo(TIME);
    assertThat(listing.getDescription()).isNull();
  }

  @Test
  void readsNullableColumnsWithTheContractsDefaults() {
    Schema schema =
        schema(
            """
            {"type":"record","name":"record","namespace":"f","fields":[
              {"name":"listingId","type":["null","string"]},
              {"name":"title","type":["null","string"]},
              {"name":"images","type":["null",{"type":"array","items":["null",
                {"type":"record","name":"record_images","fields":[
                  {"name":"url","type":["string","null"]}]}]}]},
              {"name":"declaredAttributes","type":["null",{"type":"map","values":["null","string"]}]},
              {"name":"updatedAt","type":["null",{"type":"long","logicalType":"timestamp-millis"}]}]}
            """);
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("colour", "red");
    attributes.put("size", null);
    Schema image = schema.getField("images").schema().getTypes().get(1).getElementType();
    GenericRecord url =
        new GenericRecordBuilder(image.getTypes().get(1)).set("url", "http://x/1.jpg").build();
    ProductListing listing =
        read(
            new GenericRecordBuilder(schema)
                .set("listingId", "7")
                .set("title", null)
                .set("images", Arrays.asList(null, url))
                .set("declaredAttributes", attributes)
                .set("updatedAt", null)
                .build());
    assertThat(listing.getTitle()).isEmpty();
    assertThat(listing.getImages()).hasSize(1);
    assertThat(listing.getImages().get(0).getUrl()).isEqualTo("http://x/1.jpg");
    assertThat(listing.getDeclaredAttributes()).isEqualTo(Map.of("colour", "red"));
    assertThat(listing.getUpdatedAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void readsUpperCaseFieldsAndMapsAsEntries() {
    Schema schema =
        schema(
            """
            {"type":"record","name":"KsqlDataSourceSchema","fields":[
              {"name":"LISTINGID","type":["null","string"],"default":null},
              {"name":"TITLE","type":["null","string"],"default":null},
              {"name":"DECLAREDATTRIBUTES","type":["null",{"type":"array","items":
                {"type":"record","name":"Entry","fields":[
                  {"name":"key","type":["null","string"]},
                  {"name":"value","type":["null","string"]}]}}],"default":null}]}
            """);
    Schema entry =
        schema.getField("DECLAREDATTRIBUTES").schema().getTypes().get(1).getElementType();
    ProductListing listing =
        read(
            new GenericRecordBuilder(schema)
                .set("LISTINGID", "7")
                .set("TITLE", "Red dress")
                .set(
                    "DECLAREDATTRIBUTES",
                    List.of(
                        new GenericRecordBuilder(entry)
                            .set("key", "colour")
                            .set("value", "red")
                            .build()))
                .build());
    assertThat(listing.getListingId() + listing.getTitle()).isEqualTo("7Red dress");
    assertThat(listing.getDeclaredAttributes()).isEqualTo(Map.of("colour", "red"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}', 1748736000123456",
    "'{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}', 1748736000123456789",
    "'{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}', 1748736000123",
    "'{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}', 1748736000123456",
    "'{\"type\":\"long\",\"connect.name\":\"io.debezium.time.MicroTimestamp\"}', 1748736000123456",
    "'{\"type\":\"long\",\"connect.name\":\"io.debezium.time.NanoTimestamp\"}', 1748736000123456789",
    "'[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}]', 1748736000123456",
    "'\"long\"', 1748736000123"
  })
  void readsTimestampsByTheWritersLogicalType(String type, long value) {
    for (String name : List.of("ProductListing", "record")) {
      assertThat(read(withField(name, "updatedAt", type, value)).getUpdatedAt())
          .as(name)
          .isEqualTo(TIME);
    }
  }

  @Test
  void readsDatesAndIsoTexts() {
    Instant midnight = Instant.parse("2025-06-01T00:00:00Z");
    String date = "{\"type\":\"int\",\"logicalType\":\"date\"}";
    assertThat(read(withField("r", "updatedAt", date, 20_240)).getUpdatedAt()).isEqualTo(midnight);
    assertThat(
            read(withField("r", "updatedAt", "\"string\"", "2025-06-01T02:00:00+02:00"))
                .getUpdatedAt())
        .isEqualTo(midnight);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}', 1748736000123456",
    "'\"long\"', 1748736000123456",
    "'{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}', 1748736000123456789",
    "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}', 9223372036854775807"
  })
  void refusesAnImpossibleTimestampWithTheFieldsName(String type, long value) {
    for (String name : List.of("ProductListing", "record")) {
      assertThatThrownBy(() -> read(withField(name, "updatedAt", type, value)))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageStartingWith("field updatedAt: ")
          .hasMessageContaining("is not between the years 1 and 9999");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"int\"', 1748736000, cannot read int as timestamp",
    "'\"string\"', yesterday, is not a timestamp",
    "'{\"type\":\"long\",\"logicalType\":\"time-micros\"}', 5, cannot read long (time-micros) as timestamp"
  })
  void refusesAFieldOfAnotherMeaning(String type, String value, String problem) {
    Object datum = value;
    if (!type.contains("string")) {
      datum = Integer.valueOf(value);
    }
    if (type.contains("long")) {
      datum = Long.valueOf(value);
    }
    Object written = datum;
    assertThatThrownBy(() -> read(withField("record", "updatedAt", type, written)))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageStartingWith("field updatedAt: ")
        .hasMessageEndingWith(problem);
  }

  @Test
  void readsNumbersDecimalsEnumsAndUuidsAsText() {
    assertThat(read(withField("r", "listingId", "\"long\"", 42L)).getListingId()).isEqualTo("42");
    Schema decimal =
        schema("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}");
    ByteBuffer bytes = ByteBuffer.wrap(new BigDecimal("19.90").unscaledValue().toByteArray());
    assertThat(read(withField("r", "category", decimal.toString(), bytes)).getCategory())
        .isEqualTo("19.90");
    Schema colours = schema("{\"type\":\"enum\",\"name\":\"C\",\"symbols\":[\"RED\",\"BLUE\"]}");
    assertThat(
            read(withField(
                    "r",
                    "category",
                    colours.toString(),
                    new GenericData.EnumSymbol(colours, "BLUE")))
                .getCategory())
        .isEqualTo("BLUE");
    String uuid = "{\"type\":\"string\",\"logicalType\":\"uuid\"}";
    String id = "5a0f7b3c-9d57-4a62-8a8b-6f6f3c1d2e4b";
    assertThat(read(withField("r", "listingId", uuid, id)).getListingId()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"string\",\"null\"]",
        "[\"int\",\"string\",\"null\"]",
        "[\"null\",\"bytes\",\"string\"]"
      })
  void readsUnionsInAnyOrder(String type) {
    assertThat(read(withField("record", "category", type, "Dresses")).getCategory())
        .isEqualTo("Dresses");
  }

  @Test
  void refusesARecordWithoutIdentityOrContentWithTheFieldsName() {
    assertThatThrownBy(() -> read(withField("r", "listingId", "[\"null\",\"string\"]", null)))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessage("field listingId: must not be null");
    Schema touched =
        schema(
            """
            {"type":"record","name":"ListingTouched","fields":[
              {"name":"listingId","type":"string"},{"name":"updatedAt","type":"long"}]}
            """);
    assertThatThrownBy(
            () ->
                read(
                    new GenericRecordBuilder(touched)
                        .set("listingId", "7")
                        .set("updatedAt", 1L)
                        .build()))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageEndingWith("is expected (without title or images)");
    assertThatThrownBy(() -> read(Events.decision()))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("without title or images");
  }

  @Test
  void aSettingRequiresTheContractsName() {
    assertThatThrownBy(
            () ->
                read(
                    withField("record", "category", "\"string\"", "x"),
                    Map.of("avro.any.record.name", false)))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("holds record where io.cmaclip.events.ProductListing is expected");
  }

  @Test
  void readsASchemaIdOrGuidFromTheRecordHeader() {
    byte[] prefixed = bytes(Events.listing());
    byte[] bare = Arrays.copyOfRange(prefixed, WireFormat.HEADER_BYTES, prefixed.length);
    byte[] id = Arrays.copyOf(prefixed, WireFormat.HEADER_BYTES);
    byte[] guid = guidPrefix(guidOf(1));
    try (EventSerdes serdes = serdes(Map.of())) {
      var deserializer = serdes.serde(ProductListing.class).deserializer();
      for (byte[] header : List.of(id, guid)) {
        Headers headers = new RecordHeaders().add(WireFormat.VALUE_HEADER, header);
        assertThat(deserializer.deserialize(TOPIC, headers, bare)).isEqualTo(Events.listing());
      }
      byte[] guidPrefixed =
          ByteBuffer.allocate(guid.length + bare.length).put(guid).put(bare).array();
      assertThat(deserializer.deserialize(TOPIC, guidPrefixed)).isEqualTo(Events.listing());
      assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), prefixed))
          .isEqualTo(Events.listing());
    }
  }

  @Test
  void anInvalidOrUnknownSchemaHeaderIsUndecodable() {
    byte[] prefixed = bytes(Events.listing());
    try (EventSerdes serdes = serdes(Map.of())) {
      var deserializer = serdes.serde(ProductListing.class).deserializer();
      for (byte[] header : List.of(new byte[0], new byte[] {2, 0, 0, 0, 1}, new byte[17])) {
        Headers headers = new RecordHeaders().add(WireFormat.VALUE_HEADER, header);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, headers, prefixed))
            .isInstanceOf(UndecodableRecordException.class);
      }
      Headers unknown =
          new RecordHeaders().add(WireFormat.VALUE_HEADER, guidPrefix(new UUID(1, 2)));
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, unknown, prefixed))
          .isInstanceOf(UndecodableRecordException.class)
          .hasCauseInstanceOf(RegistryRefusalException.class)
          .hasMessage("unknown schema GUID " + new UUID(1, 2));
    }
  }

  @Test
  void theSerializerRemovesACopiedSchemaHeader() {
    Headers headers =
        new RecordHeaders()
            .add(WireFormat.VALUE_HEADER, new byte[17])
            .add(WireFormat.KEY_HEADER, new byte[17]);
    try (EventSerdes serdes = serdes(Map.of())) {
      serdes.serde(ProductListing.class).serializer().serialize(TOPIC, headers, Events.listing());
    }
    assertThat(headers).extracting("key").containsExactly(WireFormat.KEY_HEADER);
  }

  /** A listing with one field of another type; all others are strings of the contract. */
  private static GenericRecord withField(String name, String field, String type, Object value) {
    StringBuilder fields = new StringBuilder();
    for (String contract : List.of("listingId", "title")) {
      if (!contract.equals(field)) {
        fields.append("{\"name\":\"%s\",\"type\":\"string\"},".formatted(contract));
      }
    }
    fields.append("{\"name\":\"%s\",\"type\":%s}".formatted(field, type));
    Schema schema =
        schema("{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}".formatted(name, fields));
    GenericRecord record = new GenericData.Record(schema);
    schema.getFields().forEach(f -> record.put(f.name(), "7"));
    record.put(field, value);
    return record;
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  private ProductListing read(IndexedRecord record) {
    return read(record, Map.of());
  }

  private ProductListing read(IndexedRecord record, Map<String, ?> more) {
    byte[] bytes = bytes(record);
    try (EventSerdes serdes = serdes(more)) {
      return serdes.serde(ProductListing.class).deserializer().deserialize(TOPIC, bytes);
    }
  }

  private byte[] bytes(IndexedRecord record) {
    try (EventSerializer<IndexedRecord> serializer = new EventSerializer<>()) {
      serializer.configure(
          Map.of(
              "schema.registry.url",
              registry.url(),
              "value.subject.name.strategy",
              "RecordNameStrategy"),
          false);
      setCompatibilityNone();
      return serializer.serialize("elsewhere", record);
    }
  }

  private void setCompatibilityNone() {
    try {
      var connection =
          (HttpURLConnection) URI.create(registry.url() + "/config").toURL().openConnection();
      connection.setRequestMethod("PUT");
      connection.setDoOutput(true);
      connection
          .getOutputStream()
          .write("{\"compatibility\":\"NONE\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(connection.getResponseCode()).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EventSerdes serdes(Map<String, ?> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("schema.registry.url", registry.url());
    return EventSerdes.create(config);
  }

  private UUID guidOf(int id) {
    try (var in = URI.create(registry.url() + "/schemas/ids/" + id).toURL().openStream()) {
      String guid = new ObjectMapper().readTree(in).path("guid").asText();
      SchemaRegistry client =
          new SchemaRegistry(RegistrySettings.from(Map.of("schema.registry.url", registry.url())));
      UUID result = UUID.fromString(guid);
      assertThat(client.byId(new SchemaId.Guid(result))).isEqualTo(client.byId(id));
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] guidPrefix(UUID guid) {
    return ByteBuffer.allocate(17)
        .put((byte) 1)
        .putLong(guid.getMostSignificantBits())
        .putLong(guid.getLeastSignificantBits())
        .array();
  }
}
