package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP layer of the API: reads a bounded body, writes the response or error as JSON. */
final class RegistryHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LARGEST_BODY = 1 << 20;

  private final RegistryApi api;

  RegistryHandler(RegistryApi api) {
    this.api = api;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      JsonNode answer;
      try {
        answer = api.answer(read(exchange));
      } catch (ApiException refusal) {
        status = refusal.status();
        answer = error(refusal.code(), refusal.getMessage());
      } catch (RuntimeException unexpected) {
        LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), unexpected);
        status = 500;
        answer = error(50001, "Internal error: " + unexpected);
      }
      byte[] bytes = Json.MAPPER.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private static ApiRequest read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw ApiException.tooLarge(LARGEST_BODY);
    }
    return ApiRequest.of(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        body);
  }

  private static JsonNode error(int code, String message) {
    return Json.MAPPER.createObjectNode().put("error_code", code).put("message", message);
  }
}
