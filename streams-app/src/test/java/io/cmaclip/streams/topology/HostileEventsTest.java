package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.CodedOutputStream;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.mapping.EventMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 random and hostile events of each format through the whole topology. */
@Timeout(180)
class HostileEventsTest {
  private static final int JSON_EVENTS = 4_000;
  private static final int AVRO_EVENTS = 3_000;
  private static final int PROTOBUF_EVENTS = 3_000;
  private static final int HEADER_BYTES = 5;
  private static final EventMapping MAPPING =
      EventMapping.parse(
          """
          id: sku
          title: name
          images: image
          attributes: tags
          updated-at: changed
          ignore: kind = 'stock'
          delete: kind = 'gone'
          """);
  private static final String AVRO =
      """
      {"type": "record", "name": "Item", "fields": [
        {"name": "sku", "type": "string"},
        {"name": "name", "type": ["null", "string"]},
        {"name": "image", "type": ["null", "bytes"]},
        {"name": "tags", "type": {"type": "map", "values": "string"}},
        {"name": "prices", "type": {"type": "array", "items": "double"}},
        {"name": "changed", "type": {"type": "long", "logicalType": "timestamp-micros"}}
      ]}
      """;
  private static final String PROTO =
      """
      syntax = "proto3";
      message Item {
        string sku = 1;
        string name = 2;
        repeated string image = 3;
        map<string, string> tags = 4;
        int64 changed = 5;
        Item inner = 6;
      }
      """;

  private interface Maker {
    byte[] event(Random random);
  }

  @TempDir Path folder;

  @Test
  void everyHostileEventInJsonIsAnsweredOrDeadLettered() throws IOException {
    assertEachHasOneResult(EventFormat.JSON, null, JSON_EVENTS, HostileJson::value);
  }

  @Test
  void everyHostileEventInAvroIsAnsweredOrDeadLettered() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      byte[] proper = avro(serdes);
      byte[] other = protobuf(registry.url());
      assertEachHasOneResult(
          EventFormat.AVRO, serdes, AVRO_EVENTS, random -> hostile(proper, other, random));
    }
  }

  @Test
  void everyHostileEventInProtobufIsAnsweredOrDeadLettered() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      byte[] other = avro(serdes);
      byte[] proper = protobuf(registry.url());
      assertEachHasOneResult(
          EventFormat.PROTOBUF, serdes, PROTOBUF_EVENTS, random -> hostile(proper, other, random));
    }
  }

  private void assertEachHasOneResult(
      EventFormat format, EventSerdes serdes, int events, Maker maker) throws IOException {
    Random random = new Random(7);
    int[] answers = new int[1];
    int[] letters = new int[1];
    try (TopologyHarness topology =
        new TopologyHarness(folder, InputReaders.open(format, MAPPING, serdes))) {
      for (int i = 0; i < events; i++) {
        topology.send(TopologyHarness.utf8("k" + i), maker.event(random));
      }
      topology.pass(
          () -> {
            answers[0] += topology.attributes(0).size();
            letters[0] += topology.deadLetters(0).size();
            return answers[0] + letters[0] >= events;
          });
      assertThat(answers[0] + letters[0]).isEqualTo(events);
      assertThat(answers[0]).isBetween(events / 20, events - 1);
      assertThat(letters[0]).isPositive();
      assertThat(topology.fatal).isEmpty();
    }
  }

  /** Mostly changed bytes behind the schema id; cut, lengthened and random bytes; another type. */
  private static byte[] hostile(byte[] proper, byte[] other, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(proper, random.nextInt(proper.length));
      case 1 -> Arrays.copyOf(proper, proper.length + 1 + random.nextInt(100));
      case 2 -> random(random);
      case 3 -> other;
      case 4 -> lengths(proper, random);
      default -> changed(proper, random);
    };
  }

  private static byte[] changed(byte[] proper, Random random) {
    byte[] bytes = proper.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The schema id, and then lengths and counts up to 2^63. */
  private static byte[] lengths(byte[] proper, Random random) {
    byte[] bytes = Arrays.copyOf(proper, HEADER_BYTES + 40);
    Arrays.fill(bytes, HEADER_BYTES, bytes.length, (byte) 0xff);
    for (int i = HEADER_BYTES + random.nextInt(10); i < bytes.length; i += 1 + random.nextInt(10)) {
      bytes[i] = (byte) random.nextInt(0x80);
    }
    return bytes;
  }

  private static byte[] avro(EventSerdes serdes) {
    GenericData.Record item = new GenericData.Record(new Schema.Parser().parse(AVRO));
    item.put("sku", "A");
    item.put("name", "red dress");
    item.put("image", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    item.put("tags", Map.of("colour", "red"));
    item.put("prices", List.of(1.5, 2.5));
    item.put("changed", 1_767_323_045_678_901L);
    return serdes.recordSerializer().serialize("avro-events", item);
  }

  private static byte[] protobuf(String registry) throws IOException, InterruptedException {
    HttpResponse<String> registered =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(registry + "/subjects/protobuf-events-value/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            new JsonMapper()
                                .writeValueAsString(
                                    Map.of("schemaType", "PROTOBUF", "schema", PROTO))))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(registered.statusCode()).isEqualTo(200);
    int id = new JsonMapper().readTree(registered.body()).path("id").asInt();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Message index 0 is written as a single zero.
    out.writeBytes(ByteBuffer.allocate(HEADER_BYTES + 1).put((byte) 0).putInt(id).array());
    CodedOutputStream message = CodedOutputStream.newInstance(out);
    message.writeString(1, "A");
    message.writeString(2, "red dress");
    message.writeString(3, "https://img.example/1");
    message.writeInt64(5, 1_767_323_045L);
    message.flush();
    return out.toByteArray();
  }
}
