package io.cmaclip.schemas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";
  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
  private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

  /** A clock with manual advance. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.EPOCH;

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private final TestClock clock = new TestClock();
  private ScriptedRegistry server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedRegistry();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void cachesSchemasById() {
    server.then(200, STRING);
    SchemaRegistry registry = registry(Map.of());
    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    assertThat(server.asked()).containsExactly("GET /schemas/ids/7?fetchMaxId=false");
  }

  @Test
  void cachesAnUnknownIdForItsTimeToLive() {
    server.then(404, UNKNOWN).then(200, STRING);
    SchemaRegistry registry = registry(Map.of());
    for (int i = 0; i < 3; i++) {
      RegistryRefusalException refusal =
          catchThrowableOfType(RegistryRefusalException.class, () -> registry.byId(7));
      assertThat(refusal.isNotFound()).isTrue();
      assertThat(refusal.errorCode()).isEqualTo(40403);
    }
    assertThat(server.asked()).hasSize(1);
    clock.advance(Duration.ofSeconds(6));
    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
  }

  @Test
  void cachesRegistrationsPerSubject() {
    server.then(200, "{\"id\":3}");
    SchemaRegistry registry = registry(Map.of());
    registry.register("a", SCHEMA, false);
    registry.register("a", SCHEMA, false);
    registry.register("b c/d", SCHEMA, true);
    assertThat(server.asked())
        .containsExactly(
            "POST /subjects/a/versions?normalize=false",
            "POST /subjects/b%20c%2Fd/versions?normalize=true");
  }

  @Test
  void cachesTheLatestVersionForItsTimeToLive() {
    server.then(200, "{\"id\":3,\"version\":2,\"schema\":\"\\\"string\\\"\"}");
    SchemaRegistry registry = registry(Map.of("latest.cache.ttl.sec", "60"));
    assertThat(registry.latest("a")).isEqualTo(new RegisteredSchema(3, 2, SCHEMA));
    registry.latest("a");
    assertThat(server.asked()).hasSize(1);
    clock.advance(Duration.ofSeconds(61));
    registry.latest("a");
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429, 408})
  void retriesWhileTheRegistryIsOverloaded(int status) {
    server.then(status, "").then(status, "busy").then(200, STRING);
    assertThat(registry(Map.of()).byId(7)).isEqualTo(SCHEMA);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void stopsAfterTheConfiguredRetries() {
    server.then(503, "{\"error_code\":50302,\"message\":\"leader unknown\"}");
    assertThatThrownBy(() -> registry(Map.of("max.retries", "2")).byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("answered 503: leader unknown");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void doesNotRetryARefusal() {
    server.then(409, "{\"error_code\":409,\"message\":\"incompatible\"}");
    assertThatThrownBy(() -> registry(Map.of()).register("a", SCHEMA, false))
        .isInstanceOf(RegistryRefusalException.class)
        .hasMessage("incompatible");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void rejectedCredentialsAreATemporaryFailureWithoutRetries() {
    server.then(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    assertThatThrownBy(() -> registry(Map.of()).byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("refuses the credentials (401)");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>no such page</html>",
        "{}",
        "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"
      })
  void aNotFoundOfAProxyOrAWrongPathIsATemporaryFailure(String body) {
    server.then(404, body);
    assertThatThrownBy(() -> registry(Map.of("max.retries", "0")).byId(7))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void failsOverToTheNextAddress() throws IOException {
    server.then(200, STRING);
    SchemaRegistry registry =
        registry(
            Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + closedPort() + "," + server.url(),
                "max.retries",
                "0"));
    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    assertThat(registry.byId(8)).isEqualTo(SCHEMA);
  }

  @Test
  void keepsThePathOfTheAddress() {
    server.then(200, STRING);
    registry(Map.of("schema.registry.url", server.url() + "/apis/ccompat/v7/")).byId(7);
    assertThat(server.asked())
        .containsExactly("GET /apis/ccompat/v7/schemas/ids/7?fetchMaxId=false");
  }

  @Test
  void timesOutIfTheRegistryNeverResponds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SchemaRegistry registry =
          registry(
              Map.of(
                  "schema.registry.url",
                  "http://127.0.0.1:" + silent.getLocalPort(),
                  "http.read.timeout.ms",
                  "100",
                  "max.retries",
                  "0"));
      assertThatThrownBy(() -> registry.byId(7))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void resolvesReferencesEvenToDeletedVersions() {
    server
        .then(
            200,
            """
            {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Box\\",\\"fields\\":[{\\"name\\":\\"i\\",\\"type\\":\\"Item\\"}]}",
             "references":[{"name":"Item","subject":"item s","version":4}]}
            """)
        .then(
            200,
            "{\"schema\":\"{\\\"type\\\":\\\"fixed\\\",\\\"name\\\":\\\"Item\\\",\\\"size\\\":2}\"}");
    Schema schema = registry(Map.of()).byId(7);
    assertThat(schema.getField("i").schema().getFixedSize()).isEqualTo(2);
    assertThat(server.asked()).contains("GET /subjects/item%20s/versions/4?deleted=true");
  }

  @Test
  void requestsASchemaByGuid() {
    server.then(200, STRING);
    UUID guid = UUID.fromString("5a0f7b3c-9d57-4a62-8a8b-6f6f3c1d2e4b");
    assertThat(registry(Map.of()).byId(new SchemaId.Guid(guid))).isEqualTo(SCHEMA);
    assertThat(server.asked()).containsExactly("GET /schemas/guids/" + guid);
  }

  @Test
  void aRegistryWithoutGuidsDoesNotKnowThem() {
    server.then(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    SchemaId guid = new SchemaId.Guid(new UUID(1, 2));
    assertThatThrownBy(() -> registry(Map.of()).byId(guid))
        .isInstanceOf(RegistryRefusalException.class);
  }

  @Test
  void findsAnIdThatOnlyAnotherReplicaKnows() throws IOException {
    server.then(404, UNKNOWN);
    try (ScriptedRegistry replica = new ScriptedRegistry()) {
      replica.then(200, STRING);
      SchemaRegistry registry =
          registry(Map.of("schema.registry.url", server.url() + "," + replica.url()));
      assertThat(registry.byId(7)).isEqualTo(SCHEMA);
      assertThat(server.asked()).hasSize(1);
      assertThat(replica.asked()).hasSize(1);
    }
  }

  @Test
  void anIdThatNoReplicaKnowsIsRefusedEvenIfOneIsDown() throws IOException {
    server.then(404, UNKNOWN);
    SchemaRegistry registry =
        registry(
            Map.of("schema.registry.url", "http://127.0.0.1:" + closedPort() + "," + server.url()));
    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryRefusalException.class);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void followsRedirectsWithMethodBodyAndCredentials(int status) {
    server
        .thenRedirect(status, server.url() + "/leader/subjects/a/versions")
        .then(200, "{\"id\":3}");
    SchemaRegistry registry =
        registry(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "ann:s:ecret"));
    assertThat(registry.register("a", SCHEMA, false)).isEqualTo(3);
    assertThat(server.asked())
        .containsExactly(
            "POST /subjects/a/versions?normalize=false", "POST /leader/subjects/a/versions");
    assertThat(server.authorization()).isEqualTo("Basic YW5uOnM6ZWNyZXQ=");
  }

  @Test
  void aRedirectToAnotherHostGetsNoCredentials() throws IOException {
    try (ScriptedRegistry other = new ScriptedRegistry()) {
      other.then(200, STRING);
      server.thenRedirect(307, other.url() + "/schemas/ids/7");
      SchemaRegistry registry =
          registry(
              Map.of(
                  "basic.auth.credentials.source", "USER_INFO",
                  "basic.auth.user.info", "ann:s:ecret"));
      assertThat(registry.byId(7)).isEqualTo(SCHEMA);
      assertThat(other.authorization()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/schemas/ids/7", "ftp://127.0.0.1/x", "http://[", "file:///etc/passwd"})
  void stopsAtAnEndlessOrInvalidRedirect(String location) {
    server.thenRedirect(302, location);
    assertThatThrownBy(() -> registry(Map.of("max.retries", "0")).byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("redirects");
  }

  @Test
  void rejectsASchemaOfAnotherType() {
    server.then(200, "{\"schema\":\"message A {}\",\"schemaType\":\"PROTOBUF\"}");
    assertThatThrownBy(() -> registry(Map.of()).byId(7))
        .isInstanceOf(UnreadableSchemaException.class)
        .hasMessageContaining("PROTOBUF");
  }

  @Test
  void sendsNoHeaderWithoutCredentials() {
    assertThat(headerSentWith(Map.of())).isNull();
  }

  @Test
  void sendsUserInfoAsBasic() {
    assertThat(
            headerSentWith(
                Map.of(
                    "basic.auth.credentials.source", "USER_INFO",
                    "basic.auth.user.info", "ann:s:ecret")))
        .isEqualTo("Basic YW5uOnM6ZWNyZXQ=");
  }

  @Test
  void sendsUserAndPasswordOfTheAddressAsBasic() {
    assertThat(
            headerSentWith(
                Map.of(
                    "schema.registry.url",
                    server.url().replace("http://", "http://ann:s%3Aecret@"))))
        .isEqualTo("Basic YW5uOnM6ZWNyZXQ=");
  }

  @Test
  void inheritsTheUserOfTheKafkaClient() {
    assertThat(
            headerSentWith(
                Map.of(
                    "basic.auth.credentials.source",
                    "SASL_INHERIT",
                    "sasl.mechanism",
                    "PLAIN",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"ann\" password=\"s:ecret\";")))
        .isEqualTo("Basic YW5uOnM6ZWNyZXQ=");
  }

  @Test
  void sendsAStaticTokenAsBearer() {
    assertThat(
            headerSentWith(
                Map.of(
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "bearer.auth.token", "t0ken")))
        .isEqualTo("Bearer t0ken");
  }

  @Test
  void rejectsTwoKindsOfCredentials() {
    Map<String, String> both =
        Map.of(
            "basic.auth.credentials.source", "USER_INFO",
            "basic.auth.user.info", "ann:secret",
            "bearer.auth.credentials.source", "STATIC_TOKEN",
            "bearer.auth.token", "t0ken");
    assertThatThrownBy(() -> registry(both))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("only one may be set")
        .hasMessageNotContaining("secret");
  }

  @Test
  void neverPrintsCredentials() {
    RegistrySettings settings =
        RegistrySettings.from(
            Map.of("schema.registry.url", "http://ann:secret@h:1,https://ann:secret@h2/x"));
    assertThat(settings.toString()).contains("https://h2/x").doesNotContain("secret");
  }

  @Test
  void namesAMissingTrustStore() {
    assertThatThrownBy(
            () -> registry(Map.of("schema.registry.ssl.truststore.location", "/no/such/store")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/no/such/store");
  }

  private String headerSentWith(Map<String, String> config) {
    server.then(200, STRING);
    registry(config).byId(7);
    return server.authorization();
  }

  private SchemaRegistry registry(Map<String, String> more) {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", server.url());
    config.put("retries.wait.ms", "1");
    config.putAll(more);
    return new SchemaRegistry(RegistrySettings.from(config), clock);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
