package io.cmaclip.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller at once, inside this process; alone, or one of a {@link
 * Quorum}. Listens on 127.0.0.1 alone. {@link #close} may be called by any thread, and more than
 * once.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final int ATTEMPTS_ON_FREE_PORTS = 3;

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
   * Formats the folder if it is new, starts the node, and returns when it serves requests; one of
   * several does so once most of them run.
   *
   * @throws BrokerStartException when the port is taken or the folder cannot be used
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
      return startOnFreePorts(settings, folder, temporary);
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

  /** Where the node keeps its data. */
  public Path folder() {
    return folder;
  }

  /** Stops the node cleanly, so that a start on the same folder needs no recovery. */
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

  /** A port found free may be taken before Kafka binds it, so free ports are tried again. */
  private static EmbeddedBroker startOnFreePorts(
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
        if (attempt == ATTEMPTS_ON_FREE_PORTS || !isBindFailure(e)) {
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
          "the folder " + folder + " cannot hold the broker's data: " + rootMessage(e), e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new BrokerStartException("port " + port + " on " + HOST + " is taken", e);
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
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.BindException) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
