package io.cmaclip.streams.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of an operations port. Accepts GET and HEAD on a fixed set of paths and reads no
 * request body. Thread-safe once all pages are added.
 */
public final class Pages implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

  /** Makes a page for each request. Thread-safe. */
  public interface Maker {
    Page page(HttpExchange exchange) throws IOException;
  }

  private final Map<String, Maker> makers = new LinkedHashMap<>();

  /** Adds a page; returns this. */
  public Pages add(String path, Maker maker) {
    makers.put(path, maker);
    return this;
  }

  /** Paths of the pages, in display order. */
  Set<String> paths() {
    return makers.keySet();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page;
      try {
        page = page(exchange);
      } catch (RuntimeException unexpected) {
        LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), unexpected);
        page = Page.json(500, Map.of("error", "internal error"));
      }
      exchange.getResponseHeaders().set("Content-Type", page.type());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(page.body().length));
        exchange.sendResponseHeaders(page.status(), -1);
      } else {
        exchange.sendResponseHeaders(page.status(), page.body().length);
        exchange.getResponseBody().write(page.body());
      }
    }
  }

  private Page page(HttpExchange exchange) throws IOException {
    Maker maker = makers.get(exchange.getRequestURI().getRawPath());
    if (maker == null) {
      return Page.json(404, Map.of("error", "no such page"));
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.json(405, Map.of("error", "only GET and HEAD"));
    }
    return maker.page(exchange);
  }
}
