package io.cmaclip.embedded.registry;

import io.cmaclip.schemas.http.BoundedHttpServer;
import io.cmaclip.schemas.serde.InProcessRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema registry with Confluent's REST API on the loopback interface. Thread-safe. */
public final class EmbeddedRegistry implements InProcessRegistry.Running {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int THREADS = 8;

  private final BoundedHttpServer server;
  private final Journal journal;

  private EmbeddedRegistry(BoundedHttpServer server, Journal journal) {
    this.server = server;
    this.journal = journal;
  }

  /**
   * Starts a registry. It accepts requests when this method returns.
   *
   * @param port 0 selects a free port
   * @param folder folder of the schemas, created if necessary; every confirmed change survives a
   *     crash. Null keeps schemas in memory
   * @throws IOException if the port is in use, or the folder is in use or damaged
   */
  public static EmbeddedRegistry start(int port, Path folder) throws IOException {
    Journal journal = folder == null ? null : Journal.open(folder);
    try {
      BoundedHttpServer server =
          BoundedHttpServer.start(
              new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port),
              "schema-registry",
              THREADS,
              new RegistryHandler(new RegistryApi(new SchemaStore(journal))));
      EmbeddedRegistry registry = new EmbeddedRegistry(server, journal);
      LOG.info("schema registry at {}", registry.url());
      return registry;
    } catch (IOException | RuntimeException e) {
      if (journal != null) {
        journal.close();
      }
      if (e instanceof BindException) {
        throw new IOException("port " + port + " of the schema registry is in use", e);
      }
      throw e;
    }
  }

  /** Address for {@code schema.registry.url}. */
  @Override
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
    if (journal != null) {
      try {
        journal.close();
      } catch (IOException e) {
        LOG.warn("closing the schema registry's journal: {}", e.getMessage());
      }
    }
  }
}
