package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.header;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.quarantine.RetrySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures that pass within the retry time dead-letter no record. */
@Timeout(60)
class TemporaryFailureTest {
  /** Longer than any of these failures, on a slow machine too. */
  private static final RetrySettings PATIENT =
      new RetrySettings(Duration.ofMinutes(10), Duration.ofMinutes(10));

  @TempDir Path folder;
  private TopologyHarness topology;

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void aSchemaIdThatTheRegistryLearnsLaterIsDecoded() throws Exception {
    open(PATIENT);
    int next = register("first", "first") + 1;
    byte[] value = topology.bytes(listing("7", "red"));
    next = Math.max(next, ByteBuffer.wrap(value).getInt(1) + 1);
    ByteBuffer.wrap(value).putInt(1, next);
    topology.send(utf8("7"), value);
    topology.send(listing("8", "red"));
    topology.pass(() -> topology.submitted.contains("8"));
    topology.pass(Duration.ofMillis(1500));
    assertThat(topology.submitted).containsExactly("8");

    assertThat(register("later", "later")).isEqualTo(next);
    var outputs = topology.attributes(2);
    assertThat(outputs.get(0).key()).isEqualTo(utf8("7"));
    assertThat(outputs.get(1).key()).isEqualTo(utf8("8"));
    topology.nothingElse();
  }

  @Test
  void aTemporaryFailureOfThePreparationIsRetried() throws Exception {
    open(PATIENT);
    AtomicInteger attempts = new AtomicInteger();
    topology.preparer.before(
        title -> {
          if (title.equals("flaky") && attempts.incrementAndGet() < 4) {
            throw new IllegalStateException("no space left on device");
          }
        });
    topology.send(listing("1", "flaky"));
    topology.send(listing("2", "flaky", new byte[] {1}));
    assertThat(topology.attributes(2)).hasSize(2);
    topology.nothingElse();
  }

  @Test
  void listingsWaitWhileTheControlListingFailsAsWell() throws Exception {
    open(TopologyHarness.RETRIES);
    AtomicInteger attempts = new AtomicInteger();
    AtomicBoolean unhealthy = new AtomicBoolean(true);
    topology.preparer.before(
        title -> {
          if (unhealthy.get()) {
            attempts.incrementAndGet();
            throw new IllegalStateException("the native library is unavailable");
          }
        });
    topology.send(listing("1", "red"));
    topology.pass(() -> attempts.get() >= 8);
    topology.nothingYet();
    unhealthy.set(false);
    assertThat(topology.attributes(1)).hasSize(1);
    topology.nothingElse();
  }

  @Test
  void aTemporaryFailureOfTheInferenceIsRetriedWithoutOtherListings() throws Exception {
    open(PATIENT);
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    AtomicBoolean unhealthy = new AtomicBoolean(true);
    topology.predictor.before(
        batch -> {
          if (batch.stream().anyMatch(each -> each.tokens()[0] == '!')) {
            sizes.add(batch.size());
            if (unhealthy.get()) {
              throw new IllegalStateException("CUDA out of memory");
            }
          }
        });
    topology.send(listing("0", "!"));
    topology.pass(() -> sizes.size() >= 2);
    for (int i = 1; i < 50; i++) {
      topology.send(listing("" + i, "red"));
    }
    topology.pass(() -> sizes.size() >= 6);
    unhealthy.set(false);
    assertThat(topology.attributes(50).get(0).key()).isEqualTo(utf8("0"));
    assertThat(sizes).as("batches of the failed listing").containsOnly(1);
    assertThat(topology.submitted).as("seen by the shadow model").hasSize(50).contains("0");
    topology.nothingElse();
  }

  @Test
  void aRetriedListingIsClassifiedByTheNextModelVersion() throws Exception {
    open(PATIENT);
    AtomicInteger failures = new AtomicInteger();
    topology.predictor.before(
        batch -> {
          failures.incrementAndGet();
          throw new IllegalStateException("this version cannot classify it");
        });
    topology.send(listing("1", "red"));
    topology.pass(() -> failures.get() >= 2);
    ModelIdentity next = new ModelIdentity("next", "2", "cafe");
    topology.models.replace(
        topology.modelVersion(next, topology.preparer, new FakePredictor()),
        Duration.ofSeconds(20));
    assertThat(topology.predictor.isClosed()).isTrue();
    var answer = topology.attributesEvent(topology.attributes(1).get(0));
    assertThat(answer.getModel().getFingerprint()).isEqualTo("cafe");
    topology.nothingElse();
  }

  @Test
  void aListingThatWaitsForItsRetryIsReleasedWithItsTask() throws Exception {
    open(PATIENT);
    AtomicInteger failures = new AtomicInteger();
    topology.preparer.before(
        title -> {
          if (title.equals("bad")) {
            failures.incrementAndGet();
            throw new IllegalStateException("bad");
          }
        });
    topology.send(listing("1", "bad"));
    topology.pass(() -> failures.get() >= 3);
    topology.closeTasks();
    assertThat(topology.classification.batching().bytesInFlight()).isZero();
    assertThat(topology.fatal).isEmpty();
  }

  @Test
  void aPermanentFailureIsDeadLetteredAfterTheRetryTime() throws Exception {
    open(TopologyHarness.RETRIES);
    AtomicInteger attempts = new AtomicInteger();
    topology.predictor.before(
        batch -> {
          if (batch.stream().anyMatch(each -> each.tokens()[0] == '!')) {
            attempts.incrementAndGet();
            throw new IllegalStateException("device-side assert");
          }
        });
    topology.send(listing("1", "!"));
    var letter = topology.deadLetters(1).get(0);
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("PREDICTION_FAILED");
    assertThat(attempts).as("two calls for each of at least two attempts").hasValueGreaterThan(3);
    topology.nothingElse();
  }

  @Test
  void withoutRetryTimeAFailureIsDeadLetteredAfterOneAttempt() throws Exception {
    open(new RetrySettings(Duration.ZERO, Duration.ZERO));
    AtomicInteger attempts = new AtomicInteger();
    topology.preparer.before(
        title -> {
          attempts.incrementAndGet();
          throw new IllegalStateException("bad");
        });
    topology.send(listing("1", "bad"));
    byte[] unknown = topology.bytes(listing("2", "red"));
    ByteBuffer.wrap(unknown).putInt(1, 4711);
    topology.send(utf8("2"), unknown);
    assertThat(topology.deadLetters(2))
        .extracting(letter -> header(letter, DeadLetterHeaders.REASON))
        .containsExactly("PREPARATION_FAILED", "UNKNOWN_SCHEMA");
    assertThat(attempts).hasValue(1);
    topology.nothingElse();
  }

  private void open(RetrySettings retries) throws IOException {
    topology = new TopologyHarness(folder, retries);
  }

  /** Registers the schema of listings with another documentation, and so under another id. */
  private int register(String subject, String documentation) throws Exception {
    Schema plain = ProductListing.getClassSchema();
    Schema schema =
        Schema.createRecord(
            plain.getName(),
            documentation,
            plain.getNamespace(),
            false,
            plain.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema.toString()));
    String answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(topology.registryUrl() + "/subjects/" + subject + "/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(answer).get("id").asInt();
  }
}
