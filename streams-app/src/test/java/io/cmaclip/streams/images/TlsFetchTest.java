package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsExchange;
import io.cmaclip.fixtures.ImageServer;
import io.cmaclip.fixtures.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server has a certificate for shop.test and is reached by its checked address. */
@Timeout(60)
class TlsFetchTest {
  private static final byte[] IMAGE = ImageServer.image();

  @TempDir static Path folder;
  private static SSLContext tls;
  private ImageServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestCertificate.make(folder, "shop.test", "dns:shop.test").context();
  }

  @BeforeEach
  void open() throws Exception {
    server = ImageServer.https(tls);
    server.serving("/a", IMAGE);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sendsTheNameAndChecksTheCertificateWhenConnectingToAnAddress() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    server.on(
        "/named",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          session.getRequestedServerNames().forEach(name -> names.add(name.toString()));
          ImageServer.answer(exchange, 200, IMAGE);
        });
    try (FetcherHarness harness = open(tls)) {
      assertThat(harness.get(server.url("shop.test", "/named"))).isEqualTo(IMAGE);
    }
    assertThat(names).hasSize(1).allMatch(name -> name.contains("shop.test"));
  }

  @Test
  void refusesACertificateOfAnotherName() throws Exception {
    try (FetcherHarness harness = open(tls)) {
      assertThat(harness.failure(server.url("other.test", "/a"))).isEqualTo(FetchCause.TLS_REFUSED);
      assertThat(harness.failure(server.url("127.0.0.1", "/a"))).isEqualTo(FetchCause.TLS_REFUSED);
      assertThat(harness.get(server.url("shop.test", "/a"))).isEqualTo(IMAGE);
      // The pooled connection of one name is not used for another.
      assertThat(harness.failure(server.url("other.test", "/a"))).isEqualTo(FetchCause.TLS_REFUSED);
    }
  }

  @Test
  void refusesAnUntrustedCertificate() throws Exception {
    try (FetcherHarness harness = open(null)) {
      assertThat(harness.failure(server.url("shop.test", "/a"))).isEqualTo(FetchCause.TLS_REFUSED);
    }
    assertThat(server.requests).isEmpty();
  }

  private FetcherHarness open(SSLContext trusted) {
    return FetcherHarness.open(
        FetcherHarness.settings(
            Duration.ofSeconds(20), Set.of(server.port()), FetcherHarness.neverOpens()),
        new TestNames(),
        trusted);
  }
}
