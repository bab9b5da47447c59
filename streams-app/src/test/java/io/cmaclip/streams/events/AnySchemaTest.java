package io.cmaclip.streams.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpServer;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.streams.mapping.ListingEvent;
import io.cmaclip.streams.mapping.MappingFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events in Avro and Protobuf of any schema, read by a registry. */
@Timeout(120)
class AnySchemaTest {
  private static final String AVRO =
      """
      {"type": "record", "name": "Item", "fields": [
        {"name": "sku", "type": "string"},
        {"name": "name", "type": ["null", "string"]},
        {"name": "photo", "type": ["null", "bytes"]},
        {"name": "tags", "type": {"type": "map", "values": "string"}},
        {"name": "prices", "type": {"type": "array", "items": "double"}},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["NEW", "OLD"]}},
        {"name": "changed", "type": {"type": "long", "logicalType": "timestamp-micros"}}
      ]}
      """;
  private static final String PROTO =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      import "common.proto";
      enum Kind { NONE = 0; NEW = 1; }
      message Other { string x = 1; }
      message Item {
        string sku = 1;
        string name = 2;
        repeated string photos = 3;
        map<string, string> tags = 4;
        google.protobuf.Timestamp changed = 5;
        Kind kind = 6;
        bytes photo = 7;
        Money price = 8;
      }
      """;
  private static final String MAPPING =
      """
      id: sku
      title: name
      images: "[photo, photos]"
      category: kind
      attributes: tags
      updated-at: changed
      """;
  private static final int HOSTILE = 5000;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private final Map<String, Map<String, ?>> answers = new ConcurrentHashMap<>();
  private HttpServer registry;
  private EventSerdes serdes;

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          byte[] body = JSON.writeValueAsBytes(answers.get(exchange.getRequestURI().getPath()));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    registry.start();
    serdes =
        EventSerdes.create(
            Map.of("schema.registry.url", "http://127.0.0.1:" + registry.getAddress().getPort()));
    Files.writeString(folder.resolve("mapping.yaml"), MAPPING);
  }

  @AfterEach
  void stop() {
    serdes.close();
    registry.stop(0);
  }

  @Test
  void readsAvroOfAnySchema() throws IOException {
    ProductListing listing = listing(reader(EventFormat.AVRO), avro());

    assertThat(listing.getListingId()).isEqualTo("A");
    assertThat(listing.getTitle()).isEqualTo("Dress");
    assertThat(listing.getImages().get(0).getBytes().array()).containsExactly(1, 2, 3);
    assertThat(listing.getCategory()).isEqualTo("OLD");
    assertThat(listing.getDeclaredAttributes()).isEqualTo(Map.of("colour", "red"));
    assertThat(listing.getUpdatedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
  }

  @Test
  void readsProtobufOfAnySchemaByItsMessageIndexes() throws IOException {
    ProductListing listing = listing(reader(EventFormat.PROTOBUF), protobuf());

    assertThat(listing.getListingId()).isEqualTo("A");
    assertThat(listing.getTitle()).isEqualTo("Dress");
    assertThat(listing.getImages().get(0).getUrl()).isEqualTo("https://img.example/1");
    assertThat(listing.getCategory()).isEqualTo("NEW");
    assertThat(listing.getDeclaredAttributes()).isEqualTo(Map.of("colour", "red"));
    assertThat(listing.getUpdatedAt()).isEqualTo(Instant.ofEpochSecond(1_767_323_045));
  }

  @Test
  void refusesASchemaOfTheOtherType() throws IOException {
    byte[] value = protobuf();

    assertThatExceptionOfType(UndecodableRecordException.class)
        .isThrownBy(() -> listing(reader(EventFormat.AVRO), value))
        .withMessageContaining("PROTOBUF, not AVRO");
  }

  @Test
  void aHostileEventIsReadOrRefusedAndNothingElse() throws IOException {
    assertEachIsReadOrRefused(reader(EventFormat.AVRO), avro());
    assertEachIsReadOrRefused(reader(EventFormat.PROTOBUF), protobuf());
  }

  private static void assertEachIsReadOrRefused(ListingReader reader, byte[] valid) {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < HOSTILE; i++) {
      byte[] value = valid.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        // The schema id stays.
        value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
      }
      try {
        reader.read(record(value));
        read++;
      } catch (UndecodableRecordException | MappingFailedException refused) {
        assertThat(refused).hasMessageNotContaining("null:");
      }
    }
    assertThat(read).isBetween(1, HOSTILE - 1);
  }

  private ListingReader reader(EventFormat format) {
    InputSettings settings = new InputSettings(format, folder.resolve("mapping.yaml").toString());
    return new InputReaders(Map.of("events", settings)).open(serdes).get("events");
  }

  private static ProductListing listing(ListingReader reader, byte[] value) {
    return ((ListingEvent.Changed) reader.read(record(value))).listing();
  }

  private static ReceivedRecord<byte[], byte[]> record(byte[] value) {
    Headers none = new RecordHeaders();
    return new ReceivedRecord<>(null, value, none, 1, new TopicPartition("events", 0), 0);
  }

  private byte[] avro() throws IOException {
    answers.put("/schemas/ids/1", Map.of("schema", AVRO));
    Schema schema = new Schema.Parser().parse(AVRO);
    GenericData.Record item = new GenericData.Record(schema);
    item.put("sku", "A");
    item.put("name", "Dress");
    item.put("photo", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    item.put("tags", Map.of("colour", "red"));
    item.put("prices", List.of(1.5, 2.5));
    item.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "OLD"));
    item.put("changed", 1_767_323_045_678_901L);
    ByteArrayOutputStream out = frame(1);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericData.Record>(schema).write(item, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private byte[] protobuf() throws IOException {
    answers.put(
        "/subjects/common/versions/1",
        Map.of(
            "schemaType", "PROTOBUF",
            "schema", "syntax = \"proto3\"; package shop; message Money { int64 units = 1; }"));
    answers.put(
        "/schemas/ids/2",
        Map.of(
            "schemaType",
            "PROTOBUF",
            "schema",
            PROTO,
            "references",
            List.of(Map.of("name", "common.proto", "subject", "common", "version", 1))));
    ByteArrayOutputStream out = frame(2);
    CodedOutputStream message = CodedOutputStream.newInstance(out);
    message.writeSInt32NoTag(1);
    message.writeSInt32NoTag(1);
    message.writeString(1, "A");
    message.writeString(2, "Dress");
    message.writeString(3, "https://img.example/1");
    nested(message, 4, "colour", "red");
    message.writeTag(5, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    message.writeUInt32NoTag(CodedOutputStream.computeInt64Size(1, 1_767_323_045L));
    message.writeInt64(1, 1_767_323_045L);
    message.writeEnum(6, 1);
    message.flush();
    return out.toByteArray();
  }

  private static void nested(CodedOutputStream message, int field, String key, String value)
      throws IOException {
    message.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    message.writeUInt32NoTag(
        CodedOutputStream.computeStringSize(1, key)
            + CodedOutputStream.computeStringSize(2, value));
    message.writeString(1, key);
    message.writeString(2, value);
  }

  private static ByteArrayOutputStream frame(int id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    return out;
  }
}
