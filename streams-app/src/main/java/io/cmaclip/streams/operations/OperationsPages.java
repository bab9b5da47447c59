package io.cmaclip.streams.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.cmaclip.model.files.Json;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.ModelJournal;
import io.cmaclip.streams.models.ModelStatus;
import io.cmaclip.streams.operations.status.ServiceState;
import io.cmaclip.streams.operations.status.StatusPage;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.service.HealthReport;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handler of the operations port. Accepts GET and HEAD on a fixed set of paths and reads no request
 * body. Thread-safe.
 */
final class OperationsPages implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsPages.class);
  private static final String JSON_TYPE = "application/json";
  private static final String HTML_TYPE = "text/html; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final int LONGEST_ACCEPT = 1000;

  private record Page(int status, String type, byte[] body) {
    static Page json(int status, Object value) throws IOException {
      return new Page(status, JSON_TYPE, Json.bytes(value));
    }
  }

  private interface PageMaker {
    Page page(HttpExchange exchange) throws IOException;
  }

  private final Map<String, PageMaker> pages = new LinkedHashMap<>();
  private final PrometheusMeterRegistry registry;
  private final Information information;
  private final StatusPage status;
  private final InstantSource clock;
  private final Instant since;
  private volatile String waitsFor;
  private volatile ServedModel model;
  private volatile ModelJournal journal;
  private volatile ClassificationService service;

  OperationsPages(
      PrometheusMeterRegistry registry,
      Information information,
      StatusPage status,
      InstantSource clock) {
    this.registry = registry;
    this.information = information;
    this.status = status;
    this.clock = clock;
    this.since = clock.instant();
    pages.put("/", this::status);
    pages.put("/metrics", exchange -> metrics(exchange.getRequestHeaders().getFirst("Accept")));
    pages.put("/health/live", exchange -> health(live()));
    pages.put("/health/ready", exchange -> health(ready()));
    pages.put("/info", exchange -> Page.json(200, info()));
  }

  void waitsFor(String what) {
    waitsFor = what;
  }

  void serves(ServedModel served) {
    model = served;
  }

  void reports(ModelJournal models) {
    journal = models;
  }

  void watch(ClassificationService watched) {
    service = watched;
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
    PageMaker maker = pages.get(exchange.getRequestURI().getRawPath());
    if (maker == null) {
      return Page.json(404, Map.of("error", "no such page"));
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.json(405, Map.of("error", "only GET and HEAD"));
    }
    return maker.page(exchange);
  }

  /** Paths of the pages, in display order. */
  Set<String> paths() {
    return pages.keySet();
  }

  private Page status(HttpExchange exchange) {
    StatusPage.HEADERS.forEach(exchange.getResponseHeaders()::set);
    ServedModel served = model;
    ModelJournal models = journal;
    String html =
        status.html(
            new ServiceState(
                service == null,
                live(),
                ready(),
                served,
                models == null ? null : models.status(),
                information.values(),
                since,
                clock.instant()));
    return new Page(200, HTML_TYPE, html.getBytes(StandardCharsets.UTF_8));
  }

  private Page metrics(String accept) {
    boolean openMetrics =
        accept != null && accept.length() <= LONGEST_ACCEPT && accept.contains(OPEN_METRICS);
    String type = openMetrics ? OPEN_METRICS_TYPE : PROMETHEUS_TYPE;
    return new Page(200, type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
  }

  private HealthReport live() {
    ClassificationService watched = service;
    return watched == null ? starting(true) : watched.live();
  }

  private HealthReport ready() {
    ClassificationService watched = service;
    return watched == null ? starting(false) : watched.ready();
  }

  private HealthReport starting(boolean ok) {
    String awaited = waitsFor;
    return HealthReport.of(
        "start", ok, awaited == null ? "the service is starting" : "the start " + awaited);
  }

  private static Page health(HealthReport report) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", report.isOk() ? "ok" : "failing");
    answer.put("checks", report.checks());
    return Page.json(report.isOk() ? 200 : 503, answer);
  }

  private Map<String, Object> info() {
    Map<String, Object> answer = new LinkedHashMap<>(information.values());
    ServedModel served = model;
    if (served != null) {
      Map<String, Object> bundle = new LinkedHashMap<>();
      bundle.put("name", served.identity().name());
      bundle.put("version", served.identity().version());
      bundle.put("fingerprint", served.identity().fingerprint());
      Map<String, Integer> classes = new LinkedHashMap<>();
      served.classes().forEach((task, labels) -> classes.put(task, labels.size()));
      bundle.put("classes", classes);
      bundle.put("drift", served.profile() == null ? "off: no validation profile" : "watched");
      answer.put("bundle", bundle);
    }
    ModelJournal models = journal;
    if (models != null) {
      answer.put("swaps", swaps(models.status()));
    }
    return answer;
  }

  private static Map<String, Object> swaps(ModelStatus status) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("swapped", status.swaps());
    answer.put("servingSince", status.since().toString());
    answer.put("changedClasses", status.changedClasses());
    ModelStatus.Failure failure = status.lastFailure();
    if (failure != null) {
      Map<String, Object> last = new LinkedHashMap<>();
      last.put("fingerprint", failure.fingerprint());
      last.put("result", failure.result().tag());
      last.put("reason", failure.reason());
      last.put("at", failure.at().toString());
      answer.put("lastFailure", last);
    }
    return answer;
  }
}
