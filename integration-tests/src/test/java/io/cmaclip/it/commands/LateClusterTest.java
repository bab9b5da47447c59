package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code serve} starts before its broker and its registry. */
@Timeout(180)
class LateClusterTest {
  private static final Path BUNDLE = ShippedBundle.find("fashion-products");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** The first attempt to connect ends after 10 s; the end signal must not wait for it. */
  private static final Duration PROMPT = Duration.ofSeconds(8);

  private int brokerPort;
  private int registryPort;
  private int operationsPort;

  @BeforeEach
  void choosePorts() throws IOException {
    brokerPort = FreePort.find();
    registryPort = FreePort.find();
    operationsPort = FreePort.find();
  }

  @Test
  void becomesReadyWhenBrokerAndRegistryAreUp() throws Exception {
    try (JavaProcess serve = serve()) {
      serve.awaitError(line -> line.contains("waiting for the brokers"), TIMEOUT);
      assertThat(page("live").statusCode()).isEqualTo(200);
      assertThat(page("ready").statusCode()).isEqualTo(503);
      assertThat(page("ready").body()).contains("waits for the brokers", "no broker answered");
      try (EmbeddedBroker broker =
          EmbeddedBroker.start(BrokerSettings.temporary().withPort(brokerPort))) {
        serve.awaitError(line -> line.contains("waiting for the schema registry"), TIMEOUT);
        assertThat(page("live").statusCode()).isEqualTo(200);
        assertThat(page("ready").body()).contains("waits for the schema registry");
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(registryPort, null)) {
          serve.awaitReady();
          assertThat(page("ready").statusCode()).isEqualTo(200);
          // Kafka Streams warns of a setting of global stores, which this topology does not have.
          assertThat(serve.err())
              .filteredOn(line -> !line.contains("StreamsConfig"))
              .noneMatch(line -> line.contains(" WARN "));
          serve.terminate();
          assertThat(serve.awaitEnd(TIMEOUT)).isEqualTo(143);
          assertThat(registry.url()).endsWith(":" + registryPort);
        }
        assertThat(broker.port()).isEqualTo(brokerPort);
      }
    }
  }

  @Test
  void endsAtOnceOnSigtermWhileItWaits() throws Exception {
    try (JavaProcess serve = serve()) {
      serve.awaitError(line -> line.contains("Operations port"), TIMEOUT);
      serve.terminate();
      assertThat(serve.awaitEnd(PROMPT)).isEqualTo(143);
      assertThat(serve.out()).isEmpty();
    }
  }

  @Test
  void exitsWithStatusOneAtTheTimeLimit() throws Exception {
    try (JavaProcess serve = serve("--set", "start.wait=1 s")) {
      assertThat(EndedCommand.of(serve, TIMEOUT).refusal(1))
          .startsWith("cmaclip serve: kafka.bootstrap.servers = 127.0.0.1:" + brokerPort)
          .endsWith("no broker answered within 10 s; waited for 1 s (start.wait)");
    }
  }

  private JavaProcess serve(String... more) throws IOException {
    String[] arguments = {
      "serve",
      "--bundle=" + BUNDLE,
      "--bootstrap=127.0.0.1:" + brokerPort,
      "--registry=http://127.0.0.1:" + registryPort,
      "--set=operations.port=" + operationsPort
    };
    return Command.builder()
        .start(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toList());
  }

  private HttpResponse<String> page(String name) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + operationsPort + "/health/" + name))
                .build(),
            BodyHandlers.ofString());
  }
}
