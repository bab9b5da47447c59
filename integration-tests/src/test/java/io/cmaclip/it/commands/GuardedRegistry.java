package io.cmaclip.it.commands;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cmaclip.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A registry behind a door that asks for a user and a password. */
final class GuardedRegistry implements AutoCloseable {
  private final EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer door;

  GuardedRegistry(String user, String password) throws IOException {
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext("/", this::forward)
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String name, String word) {
                return name.equals(user) && word.equals(password);
              }
            });
    door.start();
  }

  /** Without credentials. */
  String address() {
    return "127.0.0.1:" + door.getAddress().getPort();
  }

  /** The way in for who has the key. */
  String openUrl() {
    return registry.url();
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(registry.url() + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
              .build();
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    door.stop(0);
    registry.close();
  }
}
