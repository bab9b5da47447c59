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
 * The JDK's HTTP server with a fixed number of threads and with time limits on requests and
 * responses, so that slow clients cannot occupy every thread. Thread-safe.
 */
public final class BoundedHttpServer implements AutoCloseable {
  /**
   * System properties that the JDK reads once, when its first server starts. Without {@code
   * nodelay}, every response on a keep-alive connection waits 40 ms for the client's ACK. The
   * request and response limits are in seconds.
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
   * Starts a server. It accepts requests when this method returns.
   *
   * @param address port 0 selects a free port
   * @param name prefix of the thread names
   * @param handler receives every request; must bound what it reads of a body
   * @throws java.net.BindException if the port is in use or the address is not local
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
