package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.streams.events.MappedListingReader;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Own events in JSON through the whole topology. */
@Timeout(120)
class MappedEventsTest {
  private static final String MAPPING =
      """
      id: sku
      title: name
      images: image
      ignore: kind = 'stock'
      delete: kind = 'gone'
      """;
  private static final UnchangedSettings REPEAT =
      new UnchangedSettings(UnchangedMode.REPEAT, Duration.ofHours(1), 64L << 20, null);

  @TempDir Path registry;
  private TopologyHarness topology;

  @BeforeEach
  void start() throws IOException {
    topology =
        new TopologyHarness(registry, MappedListingReader.ofJson(EventMapping.parse(MAPPING)));
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  @Test
  void anEventIsAnsweredUnderItsOwnKeyBytes() {
    byte[] key = {0, 1, (byte) 0xff};

    send(key, "{\"sku\": \"A\", \"name\": \"red dress\"}", "trace", "7");

    TestRecord<byte[], byte[]> answer = topology.attributes(1).get(0);
    assertThat(answer.key()).isEqualTo(key);
    assertThat(TopologyHarness.header(answer, "trace")).isEqualTo("7");
    ListingAttributes event = topology.attributesEvent(answer);
    assertThat(event.getListingId()).isEqualTo("A");
    topology.nothingElse();
  }

  @Test
  void anEventWithoutAKeyIsAnsweredUnderItsId() {
    send(null, "{\"sku\": \"Ä1\", \"name\": \"red dress\"}");
    send(null, "{\"sku\": \"Ä1\", \"kind\": \"gone\"}");

    List<TestRecord<byte[], byte[]>> answers = topology.attributes(2);
    assertThat(answers)
        .allSatisfy(record -> assertThat(record.key()).isEqualTo(TopologyHarness.utf8("Ä1")));
    assertThat(answers.get(1).value()).isNull();
    topology.nothingElse();
  }

  @Test
  void anEventWithoutAKeyIsClassifiedBesideAnAnswerStore() throws IOException {
    topology.close();
    topology =
        new TopologyHarness(
            registry.resolve("repeat"),
            MappedListingReader.ofJson(EventMapping.parse(MAPPING)),
            REPEAT);

    send(null, "{\"sku\": \"A\", \"name\": \"red dress\"}");
    send(null, "{\"sku\": \"A\", \"kind\": \"gone\"}");

    assertThat(topology.attributes(2))
        .allSatisfy(record -> assertThat(record.key()).isEqualTo(TopologyHarness.utf8("A")));
    topology.nothingElse();
  }

  @Test
  void tombstonesAndDeletionsBecomeTombstonesAndIgnoredEventsNothing() {
    send(TopologyHarness.utf8("k"), "{\"sku\": \"A\", \"kind\": \"gone\"}");
    send(TopologyHarness.utf8("k"), "{\"kind\": \"stock\", \"left\": 3}");
    topology.send(TopologyHarness.utf8("k"), (byte[]) null);

    assertThat(topology.attributes(2)).extracting(TestRecord::value).containsExactly(null, null);
    topology.nothingElse();
  }

  @Test
  void anEventThatDoesNotFitIsDeadLetteredWithExpressionAndReason() {
    byte[] key = TopologyHarness.utf8("k");
    send(key, "{\"sku\": \"A\", \"name\": {\"en\": \"dress\"}}");
    send(key, "{\"name\": \"no id\"}");
    send(key, "{\"sku\": ");
    send(key, "");
    topology.send(null, (byte[]) null);

    List<TestRecord<byte[], byte[]>> letters = topology.deadLetters(5);
    assertThat(letters)
        .extracting(letter -> TopologyHarness.header(letter, "cmaclip.reason"))
        .containsExactly(
            "MAPPING_FAILED", "MAPPING_FAILED", "UNDECODABLE", "UNDECODABLE", "KEY_MISSING");
    assertThat(letters)
        .extracting(letter -> TopologyHarness.header(letter, "__streams.errors.message"))
        .startsWith(
            "title: must be a text, and is an object (expression: name)",
            "id: the event has no such value (expression: sku)");
    topology.nothingElse();
  }

  @Test
  void jsonInTheWireFormatOfJsonSchemaNeedsNoRegistry() {
    byte[] json = TopologyHarness.utf8("{\"sku\": \"A\", \"name\": \"x\"}");
    byte[] key = TopologyHarness.utf8("k");
    topology.closeRegistry();

    topology.send(
        key, ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(77).put(json).array());

    topology.pass(() -> topology.submitted.contains("A"));
  }

  private void send(byte[] key, String json, String... headers) {
    topology.send(key, json.getBytes(StandardCharsets.UTF_8), headers);
  }
}
