package io.cmaclip.schemas.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Returns prepared responses in order, repeating the last, and records the requests. */
final class ScriptedRegistry implements AutoCloseable {
  private record Reply(int status, String body, String location) {}

  private final HttpServer server;
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private String authorization;

  ScriptedRegistry() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  synchronized ScriptedRegistry then(int status, String body) {
    replies.add(new Reply(status, body, null));
    return this;
  }

  synchronized ScriptedRegistry thenRedirect(int status, String location) {
    replies.add(new Reply(status, "", location));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** Authorization header of the last request; null when there was none. */
  synchronized String authorization() {
    return authorization;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Reply reply = replies.size() > 1 ? replies.poll() : replies.peek();
      if (reply.location() != null) {
        exchange.getResponseHeaders().set("Location", reply.location());
      }
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
