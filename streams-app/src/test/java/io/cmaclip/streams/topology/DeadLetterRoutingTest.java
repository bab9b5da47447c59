package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.header;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeadLetterRoutingTest {
  @TempDir Path folder;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    topology = new TopologyHarness(folder);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void aDeadLetterKeepsTheRecordAndAddsOriginAndReason() {
    topology.send(listing("1", "good"));
    byte[] value = {9, 9, 9, 9, 9, 9};
    topology.send(utf8("2"), value, "traceparent", "00-abc");
    topology.attributes(1);
    TestRecord<byte[], byte[]> letter = topology.deadLetters(1).get(0);
    assertThat(letter.key()).isEqualTo(utf8("2"));
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.timestamp()).isEqualTo(TopologyHarness.TIME);
    assertThat(header(letter, "traceparent")).isEqualTo("00-abc");
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("UNDECODABLE");
    assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("listings");
    assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
    assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
    assertThat(header(letter, DeadLetterHeaders.EXCEPTION)).contains("UndecodableRecordException");
    assertThat(header(letter, DeadLetterHeaders.MESSAGE)).contains("first byte");
    topology.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 20})
  void aTruncatedListingIsUndecodable(int length) {
    byte[] whole = topology.bytes(listing("7", "a title that is long enough to be cut"));
    byte[] cut = Arrays.copyOf(whole, length);
    topology.send(utf8("7"), cut);
    assertThat(reason(1)).containsExactly("UNDECODABLE");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 20, 2_000_000_000L, Integer.MAX_VALUE, Long.MAX_VALUE / 4, -5})
  void aFalseLengthIsUndecodableAndAllocatesNoMemory(long claimed) throws Exception {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(topology.bytes(listing("7", "red")), 0, 5);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
    encoder.writeLong(claimed);
    encoder.flush();
    topology.send(utf8("7"), value.toByteArray());
    assertThat(reason(1)).containsExactly("UNDECODABLE");
  }

  @Test
  void anArrayLongerThanTheRecordIsUndecodableAndAllocatesNoMemory() throws Exception {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(topology.bytes(listing("7", "red")), 0, 5);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
    encoder.writeString("7");
    encoder.writeString("red");
    encoder.writeIndex(0);
    encoder.writeArrayStart();
    encoder.setItemCount(2_000_000_000L);
    encoder.flush();
    topology.send(utf8("7"), value.toByteArray());
    assertThat(reason(1)).containsExactly("UNDECODABLE");
  }

  @Test
  void aListingWithoutKeyIsDeadLettered() {
    byte[] value = topology.bytes(listing("7", "red"));
    topology.send(null, value);
    byte[] nothing = null;
    topology.send(nothing, nothing);
    List<TestRecord<byte[], byte[]>> letters = topology.deadLetters(2);
    assertThat(letters).allMatch(l -> header(l, "cmaclip.reason").equals("KEY_MISSING"));
    assertThat(letters.get(0).key()).isNull();
    assertThat(letters.get(0).value()).isEqualTo(value);
    assertThat(letters.get(1).value()).isNull();
    topology.nothingElse();
  }

  @Test
  void aListingWithTheKeyOfAnotherListingIsDeadLettered() {
    topology.send(utf8("8"), topology.bytes(listing("7", "red")));
    assertThat(reason(1)).containsExactly("KEY_MISMATCH");
    topology.nothingElse();
  }

  @Test
  void anUnknownSchemaIdIsNotReportedAsUndecodable() {
    byte[] value = topology.bytes(listing("7", "red"));
    ByteBuffer.wrap(value).putInt(1, 4711);
    topology.send(utf8("7"), value);
    assertThat(reason(1)).containsExactly("UNKNOWN_SCHEMA");
    topology.nothingElse();
  }

  @Test
  void aListingThatCannotBePreparedIsDeadLetteredAndOthersAreClassified() {
    topology.preparer.before(
        title -> {
          if (title.equals("bad")) {
            throw new IllegalStateException("tokenizer");
          }
          if (title.equals("deep")) {
            throw new StackOverflowError();
          }
        });
    topology.send(listing("1", "bad"));
    topology.send(listing("2", "deep", new byte[] {1}));
    topology.send(listing("3", "good"));
    topology.attributes(1);
    assertThat(reason(2)).containsOnly("PREPARATION_FAILED");
    topology.nothingElse();
  }

  @Test
  void aListingThatFailsItsInferenceCallIsDeadLetteredAndOthersAreClassified() {
    topology.predictor.before(
        batch -> {
          if (batch.stream().anyMatch(listing -> listing.tokens()[0] == '!')) {
            throw new IllegalStateException("device-side assert");
          }
        });
    for (int i = 0; i < 20; i++) {
      topology.send(listing("" + i, i == 11 ? "!" : "good"));
    }
    topology.attributes(19);
    TestRecord<byte[], byte[]> letter = topology.deadLetters(1).get(0);
    assertThat(letter.key()).isEqualTo(utf8("11"));
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("PREDICTION_FAILED");
    assertThat(header(letter, DeadLetterHeaders.MESSAGE)).isEqualTo("device-side assert");
    assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("11");
    topology.nothingElse();
  }

  @Test
  void anOutputThatExceedsTheRecordSizeIsDeadLettered() {
    String id = "7".repeat(TopologyHarness.LIMITS.attributes() / 2);
    topology.send(listing(id, "red"));
    assertThat(reason(1)).containsExactly("TOO_LARGE");
    topology.nothingElse();
  }

  @Test
  void listingsWaitWhileTheRegistryIsUnavailable() throws Exception {
    byte[] value = topology.bytes(listing("7", "red"));
    topology.send(utf8("0"), null);
    topology.attributes(1);
    topology.closeRegistry();
    topology.send(utf8("7"), value);
    topology.send(utf8("8"), null);
    topology.pass(topology.classification::waitsForRegistry);
    topology.reopenRegistry();
    List<TestRecord<byte[], byte[]>> outputs = topology.attributes(2);
    assertThat(outputs.get(0).value()).isNotNull();
    assertThat(outputs.get(1).value()).isNull();
    assertThat(topology.classification.waitsForRegistry()).isFalse();
    topology.nothingElse();
  }

  private List<String> reason(int letters) {
    return topology.deadLetters(letters).stream()
        .map(letter -> header(letter, DeadLetterHeaders.REASON))
        .toList();
  }
}
