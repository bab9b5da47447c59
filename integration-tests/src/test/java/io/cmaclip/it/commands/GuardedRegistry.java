package io.cmaclip.it.commands;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** The embedded registry behind a proxy with basic authentication and optional TLS. */
final class GuardedRegistry implements AutoCloseable {
  private final EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer front;

  /** Without TLS. */
  GuardedRegistry(String user, String password) throws IOException {
    this(HttpServer.create(), user, password);
  }

  GuardedRegistry(SSLContext tls, String user, String password) throws IOException {
    this(server(tls), user, password);
  }

  private GuardedRegistry(HttpServer front, String user, String password) throws IOException {
    this.front = front;
    front.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.setExecutor(threads);
    front
        .createContext("/", this::pass)
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String name, String given) {
                return name.equals(user) && given.equals(password);
              }
            });
    front.start();
  }

  private static HttpServer server(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  /** {@code host:port}, without credentials. */
  String address() {
    return "127.0.0.1:" + front.getAddress().getPort();
  }

  /** URL of the registry itself, without authentication. */
  String openUrl() {
    return registry.url();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(registry.url() + exchange.getRequestURI()))
              .header("Content-Type", "application/vnd.schemaregistry.v1+json")
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
              .build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    front.stop(0);
    threads.shutdownNow();
    registry.close();
  }
}
