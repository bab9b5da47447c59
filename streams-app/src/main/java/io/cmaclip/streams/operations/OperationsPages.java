package io.cmaclip.streams.operations;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.Map;

/** Pages of the service's operations port. Thread-safe. */
final class OperationsPages {
  private static final String HTML_TYPE = "text/html; charset=utf-8";

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
  }

  /** All pages, in display order. */
  Pages all() {
    return new Pages()
        .add("/", this::status)
        .add("/metrics", exchange -> Page.metrics(registry, exchange))
        .add("/health/live", exchange -> health(live()))
        .add("/health/ready", exchange -> health(ready()))
        .add("/info", exchange -> Page.json(200, info()));
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
