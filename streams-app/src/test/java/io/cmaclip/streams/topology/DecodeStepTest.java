package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service makes of each answer of a registry to the request for a schema id. */
@Timeout(60)
class DecodeStepTest {
  private static final int ID = 7;
  private static final Retries FAILED = Retries.NONE.failed();

  private HttpServer registry;
  private EventSerdes serdes;
  private volatile int status;
  private volatile String body;

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    registry.start();
    serdes =
        EventSerdes.create(
            Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + registry.getAddress().getPort(),
                "max.retries",
                0,
                "missing.id.cache.ttl.sec",
                0));
  }

  @AfterEach
  void stop() {
    serdes.close();
    registry.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"error_code\":40403,\"message\":\"Schema 7 not found\"}|UNKNOWN_SCHEMA",
        "200|{}|UNDECODABLE",
        "200|{\"schema\":\"not a schema\"}|UNDECODABLE",
        "200|{\"schemaType\":\"JSON\",\"schema\":\"{}\"}|UNDECODABLE"
      })
  void anIdWithoutUsableSchemaIsRetriedForTheRetryTime(
      int answer, String text, DeadLetterReason reason) {
    answers(answer, text);
    DecodeStep patient = step(Duration.ofHours(1));
    Decoding.UnknownSchema unknown = unknown(decoding(patient));
    assertThat(unknown.refusal().reason()).isEqualTo(reason);
    assertThat(patient.isRetried(unknown, Retries.NONE)).isTrue();
    assertThat(patient.isRetried(unknown, FAILED)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|no such page",
        "401|{\"error_code\":40101,\"message\":\"Unauthorized\"}",
        "403|{}",
        "408|{}",
        "429|{}",
        "500|{\"error_code\":50001,\"message\":\"Error in the backend data store\"}",
        "503|<html>maintenance</html>",
        "200|<html>maintenance</html>"
      })
  void anAnswerThatDoesNotConcernTheIdCountsAsUnavailable(int answer, String text) {
    answers(answer, text);
    DecodeStep step = step(Duration.ZERO);
    assertThat(decoding(step)).isInstanceOf(Decoding.RegistryUnavailable.class);
    assertThat(step.isRegistryUnavailable()).isTrue();
  }

  @Test
  void onlyTheFirstRecordsOfAnUnknownIdAreRetried() {
    answers(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
    DecodeStep step = step(Duration.ofNanos(1));
    Decoding.UnknownSchema unknown = unknown(decoding(step));
    assertThat(step.isRetried(unknown, Retries.NONE)).as("first attempt").isTrue();
    assertThat(step.isRetried(unknown, FAILED)).as("after the retry time").isFalse();
    assertThat(step.isRetried(unknown(decoding(step)), Retries.NONE))
        .as("next record of this id")
        .isFalse();
  }

  @Test
  void malformedBytesOfAKnownSchemaAreNotRetried() {
    answers(200, "{\"schema\":" + quoted(ProductListing.getClassSchema().toString()) + "}");
    assertThat(decoding(step(Duration.ofHours(1))))
        .isInstanceOfSatisfying(
            Decoding.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(DeadLetterReason.UNDECODABLE));
  }

  private void answers(int answer, String text) {
    status = answer;
    body = text;
  }

  private DecodeStep step(Duration retry) {
    return new DecodeStep(serdes.serde(ProductListing.class).deserializer(), retry);
  }

  private static Decoding decoding(DecodeStep step) {
    ReceivedRecord<byte[], byte[]> record = record();
    return step.decode(record, step.schemaId(record));
  }

  private static Decoding.UnknownSchema unknown(Decoding decoding) {
    assertThat(decoding).isInstanceOf(Decoding.UnknownSchema.class);
    return (Decoding.UnknownSchema) decoding;
  }

  private static ReceivedRecord<byte[], byte[]> record() {
    return new ReceivedRecord<>(
        new byte[] {'7'},
        ByteBuffer.allocate(6).put((byte) 0).putInt(ID).put((byte) -1).array(),
        new RecordHeaders(),
        0,
        new TopicPartition("listings", 0),
        0);
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
