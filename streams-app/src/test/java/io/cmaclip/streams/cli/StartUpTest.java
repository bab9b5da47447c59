package io.cmaclip.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service before its brokers and its registry, in every order of their starts. */
@Timeout(120)
class StartUpTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private int brokerPort;
  private int registryPort;

  @BeforeEach
  void choosePorts() throws IOException {
    brokerPort = FreePort.find();
    registryPort = FreePort.find();
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void connectsAtOnceWhenBothAreUp() throws Exception {
    startBroker();
    startRegistry();
    connect().close();
    assertThat(statuses).noneMatch(status -> status != null && status.contains(": "));
  }

  @Test
  void waitsForBrokersThatStartAfterTheRegistry() throws Exception {
    startRegistry();
    CompletableFuture<EventSerdes> connecting = connecting();
    awaitStatus("waits for the brokers (kafka.bootstrap.servers): ");
    startBroker();
    connecting.get().close();
  }

  @Test
  void waitsForARegistryThatStartsAfterTheBrokers() throws Exception {
    startBroker();
    CompletableFuture<EventSerdes> connecting = connecting();
    awaitStatus("waits for the schema registry (schema.registry.url): ");
    startRegistry();
    connecting.get().close();
  }

  @Test
  void waitsForBrokersAndThenForARegistry() throws Exception {
    CompletableFuture<EventSerdes> connecting = connecting();
    awaitStatus("waits for the brokers (kafka.bootstrap.servers): ");
    startBroker();
    awaitStatus("waits for the schema registry (schema.registry.url): ");
    startRegistry();
    connecting.get().close();
  }

  @Test
  void waitsForARegistryWhosePortIsOpenBeforeItAnswers() throws Exception {
    startBroker();
    // As a proxy in front of a container does.
    ServerSocket proxy = new ServerSocket(registryPort, 50, InetAddress.getLoopbackAddress());
    open.push(proxy);
    Thread closing =
        new Thread(
            () -> {
              try {
                while (true) {
                  proxy.accept().close();
                }
              } catch (IOException e) {
                Thread.currentThread().interrupt(); // The socket is closed.
              }
            });
    closing.setDaemon(true);
    closing.start();
    CompletableFuture<EventSerdes> connecting = connecting();
    awaitStatus("waits for the schema registry (schema.registry.url): ");
    proxy.close();
    closing.join(); // A blocked accept holds the port until it returns.
    startRegistry();
    connecting.get().close();
  }

  private void startBroker() {
    open.push(EmbeddedBroker.start(BrokerSettings.temporary().withPort(brokerPort)));
  }

  private void startRegistry() throws IOException {
    open.push(EmbeddedRegistry.start(registryPort, null));
  }

  private CompletableFuture<EventSerdes> connecting() {
    CompletableFuture<EventSerdes> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(connect());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private EventSerdes connect() throws InterruptedException {
    ServiceConfig config =
        ServiceConfig.of(
            List.of(
                new ConfigSource(
                    "test",
                    Map.of(
                        "kafka.bootstrap.servers", "127.0.0.1:" + brokerPort,
                        "schema.registry.url", "http://127.0.0.1:" + registryPort,
                        "max.retries", "0"))));
    return new StartUp(config, new ServiceSettingsReader(config).service())
        .connect(new StartWait(LIMIT, () -> false, statuses::add))
        .orElseThrow();
  }

  private void awaitStatus(String start) {
    Awaitility.await(start)
        .atMost(LIMIT)
        .until(
            () -> statuses.stream().anyMatch(status -> status != null && status.startsWith(start)));
  }
}
