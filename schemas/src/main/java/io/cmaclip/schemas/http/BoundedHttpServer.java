package io.cmaclip.schemas.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's HTTP server with a fixed number of threads, and limits that keep clients which send or
 * read slowly from holding them. Safe for any number of threads and clients.
 */
public final class BoundedHttpServer implements AutoCloseable {
  /**
   * Read once by the JDK when its first server starts. Without the first every answer on a kept
   * connection waits 40 ms for the client's acknowledgement; without the next two, which are
   * seconds, a few clients that send or read slowly hold all threads for ever.
   */
  private static final Map<String, String> JDK_DEFAULTS =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.maxReqHeaders", "100",
          "jdk.httpserver.maxConnections", "200");

  private final HttpServer server;
  private final ExecutorService threads;

  private BoundedHttpServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @param address port 0 for any free one
   * @param name of its threads
   * @param handler gets every request; must read no more of a body than it needs
   * @throws java.net.BindException when the port is taken, or the address not this machine's
   */
  public static BoundedHttpServer start(
      InetSocketAddress address, String name, int threadCount, HttpHandler handler)
      throws IOException {
    JDK_DEFAULTS.forEach(
        (property, value) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, value);
          }
        });
    HttpServer server = HttpServer.create(address, 0);
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new BoundedHttpServer(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
