package io.cmaclip.streams.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.metrics.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OperationsTest {
  private static final Information INFORMATION = new Information(Map.of("device", "cpu"));
  private static final String LOOPBACK = "127.0.0.1";

  private final HttpClient client = HttpClient.newHttpClient();
  private Operations operations;

  @BeforeEach
  void open() {
    operations = open(OptionalInt.of(0));
  }

  @AfterEach
  void close() {
    operations.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/health/live", "/info"})
  void getAndHeadReturnTheSameHeaders(String path) throws Exception {
    HttpResponse<String> whole = ask("GET", path);
    HttpResponse<String> head = ask("HEAD", path);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isNotEmpty();
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Type"))
        .isEqualTo(whole.headers().firstValue("Content-Type"));
    assertThat(head.headers().firstValueAsLong("Content-Length")).isPresent();
  }

  @Test
  void theServiceIsLiveButNotReadyWhileTheModelLoads() throws Exception {
    assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = ask("GET", "/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(new ObjectMapper().readTree(ready.body()).at("/checks/0/detail").asText())
        .isEqualTo("the service is starting");
  }

  @Test
  void readinessNamesWhatTheStartWaitsFor() throws Exception {
    operations.waitsFor("waits for the brokers");
    assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = ask("GET", "/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("the start waits for the brokers");
    operations.waitsFor(null);
    assertThat(ask("GET", "/health/ready").body()).contains("the service is starting");
  }

  @Test
  void infoShowsTheBundleOnceItIsLoaded() throws Exception {
    assertThat(ask("GET", "/info").body()).contains("cpu").doesNotContain("bundle");
    operations.serves(
        new ServedModel(
            new ModelIdentity("m", "7", "f00d"), Map.of("colour", List.of("a", "b")), null));
    assertThat(new ObjectMapper().readTree(ask("GET", "/info").body()).at("/bundle"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"name\":\"m\",\"version\":\"7\",\"fingerprint\":\"f00d\",\"classes\":{\"colour\":2},\"drift\":\"off:"
                        + " no validation profile\"}"));
    assertThat(ask("GET", "/metrics").body())
        .contains("cmaclip_model{fingerprint=\"f00d\",name=\"m\",version=\"7\"} 1.0");
  }

  @Test
  void metricsHaveTheRequestedFormat() throws Exception {
    assertThat(ask("GET", "/metrics").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    HttpResponse<String> open =
        client.send(
            request("/metrics").header("Accept", "application/openmetrics-text").build(),
            BodyHandlers.ofString());
    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n").contains("jvm_memory_used_bytes");
  }

  @Test
  void theStatusPageRunsNoScriptAndLoadsNothing() throws Exception {
    for (String verb : List.of("GET", "HEAD")) {
      HttpResponse<String> page = ask(verb, "/");
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("Content-Security-Policy"))
          .hasValue("default-src 'none'; style-src 'unsafe-inline'");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(ask("GET", "/").body())
        .contains("<h1>Starting</h1>", "the service is starting", "No listing has arrived")
        .contains("<dd>cpu</dd>", "http-equiv=\"refresh\" content=\"5\"")
        .doesNotContain("<script", "NaN", "<svg");
    HttpResponse<String> refused = ask("POST", "/");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    operations.serves(
        new ServedModel(
            new ModelIdentity("<b>m", "7", "f00d"), Map.of("colour", List.of("a", "b")), null));
    assertThat(ask("GET", "/").body()).contains("&lt;b&gt;m 7").doesNotContain("<b>m");
  }

  @Test
  void otherMethodsAndPathsAreRefused() throws Exception {
    for (String verb : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW")) {
      HttpResponse<String> refused = ask(verb, "/metrics");
      assertThat(refused.statusCode()).as(verb).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).as(verb).hasValue("GET, HEAD");
    }
    for (String path :
        List.of(
            "/index.html", "/metrics/", "/metricsx", "/health", "/health/../info", "/%2e%2e/etc")) {
      assertThat(ask("GET", path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void malformedAndLargeRequestsDoNotDisturbLaterRequests() throws Exception {
    Random random = new Random(1);
    List<byte[]> hostile = new ArrayList<>();
    for (String text :
        List.of(
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET // HTTP/1.1\r\n\r\n",
            "GET /metrics\r\n\r\n",
            "GET http://[ HTTP/1.1\r\n\r\n",
            "GET /metrics HTTP/9.9\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nContent-Length: 2147483647\r\n\r\nxx",
            "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n",
            "GET /metrics HTTP/1.1\r\n" + "A: b\r\n".repeat(5000) + "\r\n",
            "GET /metrics HTTP/1.1\r\nAccept: " + "y".repeat(500_000) + "\r\n\r\n")) {
      hostile.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[random.nextInt(4000)];
      random.nextBytes(noise);
      hostile.add(noise);
    }
    for (byte[] bytes : hostile) {
      send(bytes);
    }
    assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void incompleteRequestsDoNotBlockOtherClients() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), operations.port());
        socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        assertThat(isOpen(socket)).as("still waits for its request").isTrue();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void anExplicitPortInUseIsRefusedAndTheDefaultPortIsReplaced() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> open(OptionalInt.of(taken.getLocalPort())))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("operations.port = " + taken.getLocalPort())
          .hasMessageContaining("or off");
    }
    try (Operations first = open(OptionalInt.empty());
        Operations second = open(OptionalInt.empty())) {
      assertThat(first.port()).isPositive();
      assertThat(second.port()).isPositive().isNotEqualTo(first.port());
    }
  }

  @Test
  void anAddressOfAnotherHostIsRefused() {
    assertThatThrownBy(
            () ->
                Operations.open(
                    settings(true, "192.0.2.1", OptionalInt.of(0)),
                    DriftSettings.DEFAULT,
                    INFORMATION))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("operations.host = 192.0.2.1");
  }

  @Test
  void offOpensNoPortAndMeasuresNothing() {
    try (Operations off =
        Operations.open(
            settings(false, LOOPBACK, OptionalInt.empty()), DriftSettings.DEFAULT, INFORMATION)) {
      assertThat(off.port()).isZero();
      off.meters().listings().received();
      assertThat(off.meters().registry().get("cmaclip.listings.received").counter().count())
          .isZero();
    }
  }

  private Operations open(OptionalInt port) {
    return Operations.open(settings(true, LOOPBACK, port), DriftSettings.DEFAULT, INFORMATION);
  }

  private static OperationsSettings settings(boolean isOn, String host, OptionalInt port) {
    return new OperationsSettings(isOn, host, port, 50);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://" + LOOPBACK + ":" + operations.port() + path));
  }

  private HttpResponse<String> ask(String verb, String path) throws Exception {
    return client.send(
        request(path).method(verb, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  /** Whether the server has neither answered nor closed this connection. */
  private static boolean isOpen(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      int unused = socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  /** Sends bytes and reads until the server closes the connection or stops sending. */
  private void send(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), operations.port())) {
      socket.setSoTimeout(100);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // The content does not matter.
      }
    } catch (IOException e) {
      // The server closed the connection or waits for more.
    }
  }
}
