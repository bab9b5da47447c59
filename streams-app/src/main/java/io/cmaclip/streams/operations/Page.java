package io.cmaclip.streams.operations;

import com.sun.net.httpserver.HttpExchange;
import io.cmaclip.model.files.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An answer of an operations port.
 *
 * @param status HTTP status
 * @param type media type
 * @param body not to be changed
 */
public record Page(int status, String type, byte[] body) {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final int LONGEST_ACCEPT = 1000;

  static Page json(int status, Object value) throws IOException {
    return new Page(status, "application/json", Json.bytes(value));
  }

  /** All series in Prometheus' text format, or in OpenMetrics if the client accepts it. */
  public static Page metrics(PrometheusMeterRegistry registry, HttpExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    boolean openMetrics =
        accept != null && accept.length() <= LONGEST_ACCEPT && accept.contains(OPEN_METRICS);
    String type = openMetrics ? OPEN_METRICS_TYPE : PROMETHEUS_TYPE;
    return new Page(200, type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
  }
}
