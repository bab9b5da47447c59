package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.header;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerializer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings of producers that do not use the contract's generated classes. */
@Timeout(60)
class ForeignListingsTest {
  private static final String SCHEMA_HEADER = "__value_schema_id";
  private static final int PREFIX_BYTES = 5;

  @TempDir Path folder;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws IOException {
    topology = new TopologyHarness(folder);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @ParameterizedTest
  @CsvSource({"org.apache.flink.avro.generated, record", "io.confluent.ksql, KsqlDataSourceSchema"})
  void answersListingsOfFlinkAndKsqlDb(String namespace, String name) {
    ListingAttributes answer = answerTo(micros(namespace, name, 1_748_736_000_123_456L));
    assertThat(answer.getListingId()).isEqualTo("7");
    assertThat(answer.getListingUpdatedAt()).isEqualTo(Instant.ofEpochMilli(1_748_736_000_123L));
    topology.nothingElse();
  }

  @Test
  void namesTheFieldOfAnImpossibleValueInTheDeadLetter() {
    topology.send(utf8("7"), write(micros("f", "record", 1_748_736_000_123_456_789L)));
    TestRecord<byte[], byte[]> letter = topology.deadLetters(1).get(0);
    assertThat(header(letter, "cmaclip.reason")).isEqualTo("UNDECODABLE");
    assertThat(header(letter, "__streams.errors.message")).contains("field updatedAt: ");
    topology.nothingElse();
  }

  @Test
  void answersAListingWithItsSchemaGuidInAHeaderAndRemovesThatHeader() throws IOException {
    ProductListing listing =
        TopologyHarness.declared(listing("7", "red dress"), Map.of("review", "yes"));
    byte[] prefixed = topology.bytes(listing);
    byte[] bare = Arrays.copyOfRange(prefixed, PREFIX_BYTES, prefixed.length);
    topology.send(utf8("7"), bare, guidHeader().add("traceparent", utf8("00-abc")));
    for (TestRecord<byte[], byte[]> output :
        List.of(topology.attributes(1).get(0), topology.review(1).get(0))) {
      assertThat(header(output, "traceparent")).isEqualTo("00-abc");
      assertThat(output.headers().lastHeader(SCHEMA_HEADER)).isNull();
    }
    topology.nothingElse();
  }

  @Test
  void aDeadLetterKeepsItsSchemaHeader() throws IOException {
    topology.bytes(listing("7", "red dress"));
    Headers headers = guidHeader();
    topology.send(utf8("7"), new byte[] {2}, headers);
    TestRecord<byte[], byte[]> letter = topology.deadLetters(1).get(0);
    assertThat(letter.value()).containsExactly(2);
    assertThat(letter.headers().lastHeader(SCHEMA_HEADER).value())
        .isEqualTo(headers.lastHeader(SCHEMA_HEADER).value());
    topology.nothingElse();
  }

  /** The GUID of schema 1, as Confluent's HeaderSchemaIdSerializer writes it. */
  private Headers guidHeader() throws IOException {
    try (var in = URI.create(topology.registryUrl() + "/schemas/ids/1").toURL().openStream()) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher guid = Pattern.compile("\"guid\":\"([^\"]+)\"").matcher(json);
      assertThat(guid.find()).isTrue();
      UUID uuid = UUID.fromString(guid.group(1));
      ByteBuffer value = ByteBuffer.allocate(17).put((byte) 1);
      value.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      return new RecordHeaders().add(SCHEMA_HEADER, value.array());
    }
  }

  private ListingAttributes answerTo(GenericRecord record) {
    topology.send(utf8("7"), write(record));
    return topology.attributesEvent(topology.attributes(1).get(0));
  }

  private byte[] write(GenericRecord record) {
    try (EventSerializer<GenericRecord> serializer = new EventSerializer<>()) {
      serializer.configure(Map.of("schema.registry.url", topology.registryUrl()), false);
      return serializer.serialize("elsewhere", record);
    }
  }

  private static GenericRecord micros(String namespace, String name, long updatedAt) {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","namespace":"%s","name":"%s","fields":[
                  {"name":"updatedAt","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
                  {"name":"title","type":["null","string"]},
                  {"name":"listingId","type":"string"}]}
                """
                    .formatted(namespace, name));
    return new GenericRecordBuilder(schema)
        .set("updatedAt", updatedAt)
        .set("title", "red dress")
        .set("listingId", "7")
        .build();
  }
}
