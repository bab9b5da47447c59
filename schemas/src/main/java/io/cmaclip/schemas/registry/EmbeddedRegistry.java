package io.cmaclip.schemas.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry on the loopback interface, with Confluent's REST API. Safe for any number of
 * threads and clients.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int THREADS = 8;

  /**
   * Read once by the JDK when its first server starts. Without the first every answer on a kept
   * connection waits 40 ms for the client's acknowledgement; without the others, which are seconds,
   * a few clients that send or read slowly hold all threads for ever.
   */
  private static final Map<String, String> JDK_DEFAULTS =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Journal journal;

  private EmbeddedRegistry(HttpServer server, ExecutorService threads, Journal journal) {
    this.server = server;
    this.threads = threads;
    this.journal = journal;
  }

  /**
   * Starts a registry; it answers when this returns.
   *
   * @param port 0 for any free one
   * @param folder where schemas are kept, created if needed, read back at the next start; every
   *     answered change survives a crash. Null: in memory only
   * @throws IOException when the port is taken, or the folder is in use or damaged
   */
  public static EmbeddedRegistry start(int port, Path folder) throws IOException {
    JDK_DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    Journal journal = folder == null ? null : Journal.open(folder);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
      AtomicInteger count = new AtomicInteger();
      ExecutorService threads =
          Executors.newFixedThreadPool(
              THREADS,
              task -> {
                Thread thread = new Thread(task, "schema-registry-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      server.setExecutor(threads);
      server.createContext("/", new RegistryHandler(new RegistryApi(new SchemaBook(journal))));
      server.start();
      EmbeddedRegistry registry = new EmbeddedRegistry(server, threads, journal);
      LOG.info("schema registry at {}", registry.url());
      return registry;
    } catch (IOException | RuntimeException e) {
      if (journal != null) {
        journal.close();
      }
      if (e instanceof BindException) {
        throw new IOException("port " + port + " of the schema registry is taken", e);
      }
      throw e;
    }
  }

  /** Address for {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    if (journal != null) {
      try {
        journal.close();
      } catch (IOException e) {
        LOG.warn("closing the schema registry's journal: {}", e.getMessage());
      }
    }
  }
}
