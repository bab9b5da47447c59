package io.cmaclip.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka node (broker and controller) inside this process; a single node or a member of a {@link
 * Quorum}. Listens on 127.0.0.1 only. {@link #close} is thread-safe and idempotent.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final int START_ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final int port;
  private final Path folder;
  private final boolean temporary;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(KafkaRaftServer server, int port, Path folder, boolean temporary) {
    this.server = server;
    this.port = port;
    this.folder = folder;
    this.temporary = temporary;
  }

  /**
   * Formats a new folder, starts the node, and returns when it serves requests. A member of a
   * quorum needs a majority of running nodes to do so.
   *
   * @throws BrokerStartException if the port is in use or the folder cannot be used
   */
  public static EmbeddedBroker start(BrokerSettings settings) {
    if (settings.port() != 0) {
      requireFree(settings.port());
    }
    boolean temporary = settings.folder() == null;
    Path folder = temporary ? DataFolder.createTemporary() : settings.folder().toAbsolutePath();
    try {
      format(folder, settings);
      DataFolder.requireUnused(folder);
      return startWithRetries(settings, folder, temporary);
    } catch (RuntimeException e) {
      if (temporary) {
        DataFolder.delete(folder);
      }
      throw e;
    }
  }

  /** {@code 127.0.0.1:port}, for {@code bootstrap.servers}. */
  public String bootstrap() {
    return HOST + ":" + port;
  }

  public int port() {
    return port;
  }

  /** The data folder. */
  public Path folder() {
    return folder;
  }

  /** Stops the node cleanly; the next start on the same folder needs no recovery. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      DataFolder.delete(folder);
    }
  }

  /** Another process may take a free port before Kafka binds it; retries select new ports. */
  private static EmbeddedBroker startWithRetries(
      BrokerSettings settings, Path folder, boolean temporary) {
    for (int attempt = 1; ; attempt++) {
      int port = settings.port() == 0 ? freePort() : settings.port();
      int controllerPort = settings.quorum() == null ? freePort() : settings.quorum().port();
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(NodeProperties.of(port, controllerPort, folder, settings), false),
              Time.SYSTEM);
      try {
        server.startup();
        return new EmbeddedBroker(server, port, folder, temporary);
      } catch (RuntimeException e) {
        server.shutdown();
        server.awaitShutdown();
        if (attempt == START_ATTEMPTS || !isBindFailure(e)) {
          throw new BrokerStartException(
              "the embedded broker did not start in " + folder + ": " + rootMessage(e), e);
        }
      }
    }
  }

  private static void format(Path folder, BrokerSettings settings) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Files.createDirectories(folder);
      new Formatter()
          .setPrintStream(quiet)
          .setNodeId(settings.nodeId())
          .setClusterId(NodeProperties.CLUSTER_ID)
          .setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(NodeProperties.CONTROLLER_LISTENER)
          .run();
    } catch (Exception e) {
      throw new BrokerStartException(
          "the folder " + folder + " cannot be formatted: " + rootMessage(e), e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new BrokerStartException("port " + port + " on " + HOST + " is in use", e);
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new BrokerStartException("no free port on " + HOST, e);
    }
  }

  private static boolean isBindFailure(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(BindException.class::isInstance);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
