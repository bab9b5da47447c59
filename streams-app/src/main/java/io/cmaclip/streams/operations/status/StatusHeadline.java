package io.cmaclip.streams.operations.status;

import io.cmaclip.html.Html;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.models.ModelStatus;
import io.cmaclip.streams.service.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The headline of the status page: condition, checks, model, hot swaps and shadow model. */
final class StatusHeadline {
  /** Condition of the service. */
  enum Condition {
    READY("ok", "Ready", "The service classifies listings."),
    STARTING("waits", "Starting", "The service is starting; it does not classify listings yet."),
    NOT_READY(
        "bad", "Not ready", "The service does not classify listings; the checks state the reason."),
    NOT_LIVE("bad", "Not live", "The process can no longer do its work and exits.");

    private final String style;
    private final String title;
    private final String meaning;

    Condition(String style, String title, String meaning) {
      this.style = style;
      this.title = title;
      this.meaning = meaning;
    }

    String title() {
      return title;
    }

    static Condition of(ServiceState state) {
      if (!state.live().isOk()) {
        return NOT_LIVE;
      }
      return state.isStarting() ? STARTING : state.ready().isOk() ? READY : NOT_READY;
    }
  }

  private static final int SHORT = 12;

  private StatusHeadline() {}

  /**
   * @param last null before the first reading
   */
  static Html of(ServiceState state, StatusReading last) {
    Condition condition = Condition.of(state);
    return Html.of(
        "<header class=\"%s\"><h1>%s</h1><p>%s</p></header><ul class=\"checks\">%s</ul>"
            + "<dl>%s</dl>%s",
        condition.style,
        condition.title,
        condition.meaning,
        checks(state),
        facts(state),
        Html.join(notes(state, last)));
  }

  private static Html checks(ServiceState state) {
    return Html.join(
        Stream.concat(
                state.live().checks().stream().filter(check -> !check.ok()),
                state.ready().checks().stream())
            .map(StatusHeadline::check)
            .toList());
  }

  private static Html check(HealthCheck check) {
    return Html.of(
        "<li class=\"%s\">%s <b>%s</b> %s</li>",
        check.ok() ? "ok" : "bad", check.ok() ? "✓" : "✗", check.name(), check.detail());
  }

  private static Html facts(ServiceState state) {
    List<Html> facts = new ArrayList<>();
    if (state.model() != null) {
      ModelIdentity model = state.model().identity();
      facts.add(fact("model", model.name() + " " + model.version()));
      facts.add(fact("fingerprint", shortened(model.fingerprint())));
    }
    for (String name : List.of("device", "guarantee")) {
      Object value = state.information().get(name);
      if (value != null) {
        facts.add(fact(name, value));
      }
    }
    facts.add(
        fact(
            "up since",
            Figures.time(state.since())
                + ", "
                + Figures.duration(Duration.between(state.since(), state.now()))));
    return Html.join(facts);
  }

  private static Html fact(String name, Object value) {
    return Html.of("<div><dt>%s</dt><dd>%s</dd></div>", name, value);
  }

  private static List<Html> notes(ServiceState state, StatusReading last) {
    List<Html> notes = new ArrayList<>();
    ModelStatus models = state.models();
    if (models != null && models.swaps() > 0) {
      notes.add(
          Html.of(
              "<p class=\"note\">This model version serves since %s, after %s hot swaps.</p>",
              Figures.time(models.since()), models.swaps()));
    }
    if (models != null && models.lastFailure() != null) {
      ModelStatus.Failure failure = models.lastFailure();
      notes.add(
          Html.of(
              "<p class=\"note bad\">Bundle %s was %s at %s; the model above continues to serve:"
                  + " %s</p>",
              shortened(failure.fingerprint()),
              failure.result().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              Figures.time(failure.at()),
              failure.reason()));
    }
    if (last != null && !last.shadow().isEmpty()) {
      Map<String, Double> shadow = last.shadow();
      notes.add(
          Html.of(
              "<p class=\"note\">Shadow model: %s listings classified, %s dropped, %s failed.</p>",
              Figures.count(shadow.getOrDefault("answered", 0.0)),
              Figures.count(shadow.getOrDefault("dropped", 0.0)),
              Figures.count(shadow.getOrDefault("failed", 0.0))));
    }
    return notes;
  }

  private static String shortened(String fingerprint) {
    return fingerprint.length() <= SHORT ? fingerprint : fingerprint.substring(0, SHORT);
  }
}
