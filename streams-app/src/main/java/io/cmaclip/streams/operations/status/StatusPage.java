package io.cmaclip.streams.operations.status;

import io.cmaclip.html.Html;
import io.cmaclip.html.Page;
import io.cmaclip.html.Template;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.operations.status.StatusHeadline.Condition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status page. It contains no script, loads nothing, reloads itself every few seconds, and
 * escapes all external text. Thread-safe.
 */
public final class StatusPage {
  /** HTTP headers of the response. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'",
          "X-Content-Type-Options",
          "nosniff");

  private static final Html STYLE = Template.of(StatusPage.class, "status.css").html();

  private final StatusSamples samples;
  private final DriftSettings drift;

  /**
   * @param samples readings of the meters
   * @param drift alarm thresholds of drift
   */
  public StatusPage(StatusSamples samples, DriftSettings drift) {
    this.samples = samples;
    this.drift = drift;
  }

  public String html(ServiceState state) {
    List<StatusReading> readings = samples.all();
    StatusReading last = readings.isEmpty() ? null : readings.get(readings.size() - 1);
    Html body =
        Html.of(
            """
            %s%s<nav><a href="/metrics">/metrics</a> <a href="/info">/info</a>
            <a href="/health/ready">/health/ready</a> <a href="/health/live">/health/live</a></nav>\
            """,
            StatusHeadline.of(state, last),
            last == null || last.flow().received() == 0
                ? Html.of("<p class=\"soft\">No listing has arrived since the start.</p>")
                : body(state, readings));
    String title =
        Condition.of(state).title()
            + " – "
            + Objects.requireNonNullElse(
                state.information().get("applicationId"), "cma-clip-kafka");
    return new Page(title, STYLE, body).html(StatusSamples.INTERVAL).toString();
  }

  private Html body(ServiceState state, List<StatusReading> readings) {
    StatusReading last = readings.get(readings.size() - 1);
    StatusTables tables = new StatusTables(readings);
    return Html.of(
        """
        <h2>Last 15 minutes</h2>%s
        <h2>Tasks</h2>%s
        <div class="tables"><div><h2>Listings sent to review</h2>%s</div><div><h2>Dead letters</h2>%s</div></div>%s
        """,
        readings.size() < 2
            ? Html.of("<p class=\"soft\">The first values appear in a few seconds.</p>")
            : new StatusCharts(readings).html(),
        tables.tasks(state.model() == null ? List.of() : state.model().classes().keySet(), drift),
        tables.reasons(),
        tables.deadLetters(),
        hosts(last));
  }

  private static Html hosts(StatusReading last) {
    String named =
        new TreeMap<>(last.circuitBreakers())
            .entrySet().stream()
                .map(host -> host.getKey() + " (" + host.getValue().replace('_', ' ') + ")")
                .collect(Collectors.joining(", "));
    double open = last.waiting().openHosts();
    return named.isEmpty() && open == 0
        ? Html.NOTHING
        : Html.of(
            "<h2>Image hosts</h2><p class=\"note bad\">Open circuit breakers: %s%s</p>",
            Figures.count(open), named.isEmpty() ? "." : "; by host: " + named + ".");
  }
}
