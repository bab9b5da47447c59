package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventDeserializer;
import io.cmaclip.schemas.serde.EventSerializer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * This project's and Confluent's registry clients send the same requests and reach the same
 * results. The table in docs/interoperability.md names the test of each case.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Loading Confluent's classes takes seconds.
class RegistryClientParityTest {
  private static final byte[] RECORD = {0, 0, 0, 0, 7, 6, 'a', 'b', 'c'};
  private static final String STRING_RECORD =
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":"
          + "[{\\\"name\\\":\\\"s\\\",\\\"type\\\":\\\"string\\\"}]}\"}";
  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
  private static final String DECISION =
      "{\"subject\":\"s\",\"version\":1,\"id\":3,\"schema\":\""
          + ReviewDecision.getClassSchema().toString().replace("\\", "\\\\").replace("\"", "\\\"")
          + "\"}";

  /** What a client sent, and the record or bytes; null after a failure. */
  private record Outcome(List<String> requests, Object result) {}

  private ConfluentClasses confluent;

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

  @Test
  void requestsASchemaOnceByTheSamePath() throws IOException {
    Function<ScriptedRegistry, ScriptedRegistry> script = r -> r.then(200, STRING_RECORD);
    Outcome ours = reading(false, script, Map.of(), 2);
    Outcome theirs = reading(true, script, Map.of(), 2);
    assertThat(ours.requests()).hasSize(1);
    assertThat(theirs.requests()).hasSize(1);
    assertThat(ours.requests().get(0)).startsWith("GET /schemas/ids/7?fetchMaxId=false");
    assertThat(theirs.requests().get(0)).startsWith("GET /schemas/ids/7?fetchMaxId=false");
    assertThat(ours.result()).isEqualTo(theirs.result()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "408, 3", "429, 3", "500, 3", "502, 3", "503, 3", "504, 3", "400, 1", "401, 1", "403, 1",
    "404, 1", "405, 1", "409, 1", "422, 1", "501, 1"
  })
  void retriesTheSameStatuses(int status, int requests) throws IOException {
    String body = status == 404 ? UNKNOWN : "{\"error_code\":" + status + ",\"message\":\"no\"}";
    Function<ScriptedRegistry, ScriptedRegistry> script = r -> r.then(status, body);
    for (boolean theirs : List.of(true, false)) {
      Outcome outcome = reading(theirs, script, Map.of("max.retries", 2), 1);
      assertThat(outcome.requests()).as("theirs: %s", theirs).hasSize(requests);
      assertThat(outcome.result()).isNull();
    }
  }

  @Test
  void retriesAResponseThatIsNotJson() throws IOException {
    Function<ScriptedRegistry, ScriptedRegistry> script =
        r -> r.then(200, "<html>").then(200, STRING_RECORD);
    for (boolean theirs : List.of(true, false)) {
      assertThat(reading(theirs, script, Map.of(), 1).result())
          .as("theirs: %s", theirs)
          .isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307})
  void followsARedirectOfAGet(int status) throws IOException {
    Function<ScriptedRegistry, ScriptedRegistry> script =
        r -> r.thenRedirect(status, "/leader").then(200, STRING_RECORD);
    Outcome ours = reading(false, script, Map.of(), 1);
    Outcome theirs = reading(true, script, Map.of(), 1);
    assertThat(ours.requests().get(1))
        .isEqualTo(theirs.requests().get(1))
        .isEqualTo("GET /leader ");
    assertThat(ours.result()).isEqualTo(theirs.result()).isNotNull();
  }

  @Test
  void followsATemporaryRedirectOfARegistrationWithItsBody() throws IOException {
    Function<ScriptedRegistry, ScriptedRegistry> script =
        r -> r.thenRedirect(307, "/leader").then(200, "{\"id\":3}");
    Outcome ours = writing(false, script, Map.of(), 1);
    Outcome theirs = writing(true, script, Map.of(), 1);
    assertThat(ours.requests().get(1)).startsWith("POST /leader {\"schema\":");
    assertThat(theirs.requests().get(1)).startsWith("POST /leader {\"schema\":");
    assertThat((byte[]) ours.result()).isEqualTo((byte[]) theirs.result());
  }

  @Test
  void onlyOursFollowsPermanentRedirectsAndKeepsTheMethod() throws IOException {
    for (int status : List.of(301, 302, 308)) {
      Function<ScriptedRegistry, ScriptedRegistry> script =
          r -> r.thenRedirect(status, "/leader").then(200, "{\"id\":3}");
      assertThat(writing(false, script, Map.of(), 1).requests().get(1)).startsWith("POST /leader ");
      assertThat(writing(true, script, Map.of("max.retries", 0), 1).requests())
          .noneMatch(request -> request.startsWith("POST /leader "));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 502, 503, 504, 429})
  void usesTheNextAddressAfterAFailureAndStaysThere(int status) throws IOException {
    for (boolean theirs : List.of(true, false)) {
      try (ScriptedRegistry first = new ScriptedRegistry();
          ScriptedRegistry second = new ScriptedRegistry()) {
        first.then(status == 0 ? 500 : status, "{\"error_code\":" + status + "}");
        second.then(200, STRING_RECORD);
        String address = status == 0 ? "http://127.0.0.1:" + closedPort() : first.url();
        Deserializer<?> reader =
            reader(theirs, config(address + "," + second.url(), Map.of("max.retries", 0)));
        byte[] other = RECORD.clone();
        other[4] = 8;
        for (byte[] record : List.of(RECORD, other)) {
          Object read = reader.deserialize("t", record);
          assertThat(read).isNotNull();
        }
        assertThat(second.requests()).hasSize(2);
        assertThat(first.requests()).hasSize(status == 0 ? 0 : 1);
      }
    }
  }

  @Test
  void onlyOursAsksTheOtherAddressesForAnUnknownId() throws IOException {
    for (boolean theirs : List.of(true, false)) {
      try (ScriptedRegistry lagging = new ScriptedRegistry().then(404, UNKNOWN);
          ScriptedRegistry leader = new ScriptedRegistry().then(200, STRING_RECORD)) {
        Deserializer<?> reader =
            reader(theirs, config(lagging.url() + "," + leader.url(), Map.of("max.retries", 0)));
        assertThat(attempt(() -> reader.deserialize("t", RECORD)) != null).isEqualTo(!theirs);
      }
    }
  }

  @Test
  void requestsAnUnknownIdAgainAfterItsTimeToLive() throws IOException {
    Function<ScriptedRegistry, ScriptedRegistry> script =
        r -> r.then(404, UNKNOWN).then(200, STRING_RECORD);
    Map<String, Object> noCache = Map.of("missing.id.cache.ttl.sec", 0L);
    for (boolean theirs : List.of(true, false)) {
      assertThat(reading(theirs, script, noCache, 2).result()).as("theirs: %s", theirs).isNotNull();
    }
    assertThat(reading(true, script, Map.of(), 2).requests()).hasSize(2);
    assertThat(reading(false, script, Map.of(), 2).requests()).as("default: 5 s").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/apis/ccompat/v7", "/apis/ccompat/v7/", "/a%20b"})
  void keepsThePathOfTheAddress(String path) throws IOException {
    BiFunction<Boolean, ScriptedRegistry, Object> read =
        (theirs, r) -> reader(theirs, config(r.url() + path, Map.of())).deserialize("t", RECORD);
    Outcome ours = run(false, r -> r.then(200, STRING_RECORD), read);
    Outcome theirs = run(true, r -> r.then(200, STRING_RECORD), read);
    assertThat(path(ours)).isEqualTo(path(theirs));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encodesSubjectsAndSendsNormalize(boolean register) throws IOException {
    Map<String, Object> settings =
        Map.of("auto.register.schemas", register, "normalize.schemas", true);
    BiFunction<Boolean, ScriptedRegistry, Object> write =
        (theirs, r) ->
            writer(theirs, config(r.url(), settings)).serialize("a b+c/d", Events.decision());
    Outcome ours = run(false, r -> r.then(200, DECISION), write);
    Outcome theirs = run(true, r -> r.then(200, DECISION), write);
    assertThat(decoded(ours)).isEqualTo(decoded(theirs));
    assertThat((byte[]) ours.result()).isEqualTo((byte[]) theirs.result());
    assertThat(decoded(ours)).contains("/subjects/a b+c/d-value").contains("normalize=true");
  }

  @Test
  void cachesTheLatestVersionForItsTimeToLive() throws IOException, InterruptedException {
    Map<String, Object> latest = Map.of("auto.register.schemas", false, "use.latest.version", true);
    Map<String, Object> second = new HashMap<>(latest);
    second.put("latest.cache.ttl.sec", 1);
    for (boolean theirs : List.of(true, false)) {
      try (ScriptedRegistry r = new ScriptedRegistry().then(200, DECISION)) {
        Serializer<Object> unlimited = writer(theirs, config(r.url(), latest));
        unlimited.serialize("t", Events.decision());
        int requests = r.requests().size();
        assertThat(r.requests())
            .anyMatch(q -> q.startsWith("GET /subjects/t-value/versions/latest"));
        Thread.sleep(1_200);
        unlimited.serialize("t", Events.decision());
        assertThat(r.requests()).as("no time to live").hasSize(requests);
      }
      try (ScriptedRegistry r = new ScriptedRegistry().then(200, DECISION)) {
        Serializer<Object> limited = writer(theirs, config(r.url(), second));
        limited.serialize("t", Events.decision());
        int requests = r.requests().size();
        limited.serialize("t", Events.decision());
        assertThat(r.requests()).hasSize(requests);
        Thread.sleep(1_200);
        limited.serialize("t", Events.decision());
        assertThat(r.requests().size()).as("theirs: %s", theirs).isGreaterThan(requests);
      }
    }
  }

  @Test
  void readsRecordsOfDeletedSubjectsAndReferences() throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null)) {
      Schema item =
          new Schema.Parser()
              .parse(
                  "{\"type\":\"record\",\"name\":\"Item\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}");
      send(registry, "POST", "/subjects/item/versions", body(item.toString(), ""));
      String box =
          "{\"type\":\"record\",\"name\":\"Box\",\"fields\":[{\"name\":\"i\",\"type\":\"Item\"}]}";
      String reference = "[{\"name\":\"Item\",\"subject\":\"item\",\"version\":1}]";
      send(registry, "POST", "/subjects/box/versions", body(box, ",\"references\":" + reference));
      send(registry, "DELETE", "/subjects/box", null);
      send(registry, "DELETE", "/subjects/item", null);
      byte[] record = RECORD.clone();
      record[4] = 2;
      Object ours = reader(false, config(registry.url(), Map.of())).deserialize("t", record);
      Object theirs = reader(true, config(registry.url(), Map.of())).deserialize("t", record);
      assertThat(ours).isEqualTo(theirs).hasToString("{\"i\": {\"s\": \"abc\"}}");
    }
  }

  private static String path(Outcome outcome) {
    String request = outcome.requests().get(0);
    return request.substring(0, request.indexOf('?'));
  }

  /** The requested path without encoding, and the query parameters that both clients send. */
  private static String decoded(Outcome outcome) {
    String[] words = outcome.requests().get(0).split(" ", -1);
    URI uri = URI.create(words[1]);
    List<String> query = new ArrayList<>(List.of(uri.getQuery().split("&", -1)));
    query.retainAll(List.of("normalize=true", "deleted=false"));
    return words[0] + " " + uri.getPath() + " " + query;
  }

  private Outcome reading(
      boolean theirs,
      Function<ScriptedRegistry, ScriptedRegistry> script,
      Map<String, Object> settings,
      int times)
      throws IOException {
    return run(
        theirs,
        script,
        (t, r) -> {
          Deserializer<?> reader = reader(t, config(r.url(), settings));
          Object last = null;
          for (int i = 0; i < times; i++) {
            last = attempt(() -> reader.deserialize("t", RECORD));
          }
          return last;
        });
  }

  private Outcome writing(
      boolean theirs,
      Function<ScriptedRegistry, ScriptedRegistry> script,
      Map<String, Object> settings,
      int times)
      throws IOException {
    return run(
        theirs,
        script,
        (t, r) -> {
          Serializer<Object> writer = writer(t, config(r.url(), settings));
          Object last = null;
          for (int i = 0; i < times; i++) {
            last = attempt(() -> writer.serialize("t", Events.decision()));
          }
          return last;
        });
  }

  private static Outcome run(
      boolean theirs,
      Function<ScriptedRegistry, ScriptedRegistry> script,
      BiFunction<Boolean, ScriptedRegistry, Object> work)
      throws IOException {
    try (ScriptedRegistry registry = script.apply(new ScriptedRegistry())) {
      Object result = work.apply(theirs, registry);
      return new Outcome(registry.requests(), result);
    }
  }

  private static Object attempt(Supplier<Object> work) {
    try {
      return work.get();
    } catch (RuntimeException failed) {
      return null;
    }
  }

  private Deserializer<?> reader(boolean theirs, Map<String, Object> config) {
    if (theirs) {
      return confluent.deserializer(config);
    }
    EventDeserializer<IndexedRecord> ours = new EventDeserializer<>();
    ours.configure(config, false);
    return ours;
  }

  @SuppressWarnings("unchecked") // The test writes Avro records only.
  private Serializer<Object> writer(boolean theirs, Map<String, Object> config) {
    if (theirs) {
      return confluent.serializer(config);
    }
    EventSerializer<IndexedRecord> ours = new EventSerializer<>();
    ours.configure(config, false);
    return (Serializer<Object>) (Serializer<?>) ours;
  }

  private static Map<String, Object> config(String url, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", url);
    config.put("retries.wait.ms", 1);
    config.put("retries.max.wait.ms", 2);
    config.putAll(more);
    return config;
  }

  private static String body(String schema, String more) {
    return "{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"" + more + "}";
  }

  private static void send(EmbeddedRegistry registry, String method, String path, String body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(registry.url() + path).toURL().openConnection();
    connection.setRequestMethod(method);
    if (body != null) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(connection.getResponseCode()).as("%s %s", method, path).isEqualTo(200);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
