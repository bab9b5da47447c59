package io.cmaclip.schemas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cmaclip.fixtures.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TLS registry whose certificate only the test's trust store contains. */
class SchemaRegistryTlsTest {
  @TempDir Path folder;
  private TestCertificate certificate;
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    certificate = TestCertificate.make(folder, "registry", "ip:127.0.0.1");
    server =
        HttpsServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void acceptsATrustedCertificate() {
    SchemaRegistry registry =
        registry(
            Map.of(
                "schema.registry.ssl.truststore.location",
                certificate.store().toString(),
                "schema.registry.ssl.truststore.type",
                "PKCS12",
                "schema.registry.ssl.truststore.password",
                TestCertificate.PASSWORD));
    assertThat(registry.byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
  }

  @Test
  void rejectsAnUnknownCertificate() {
    assertThatThrownBy(() -> registry(Map.of()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("certification path");
  }

  private SchemaRegistry registry(Map<String, String> more) {
    Map<String, String> config = new HashMap<>(more);
    config.put("schema.registry.url", "https://127.0.0.1:" + server.getAddress().getPort());
    config.put("max.retries", "0");
    return new SchemaRegistry(RegistrySettings.from(config));
  }
}
