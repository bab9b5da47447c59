package io.cmaclip.streams.operations.status;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.operations.status.StatusReading.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The tables of the status page, from the first and the last reading. Not thread-safe. */
final class StatusTables {
  private final StatusReading first;
  private final StatusReading last;
  private final String recently;

  /**
   * @param readings one or more, oldest first
   */
  StatusTables(List<StatusReading> readings) {
    this.first = readings.get(0);
    this.last = readings.get(readings.size() - 1);
    this.recently = "last " + Figures.duration(Duration.ofNanos(last.nanos() - first.nanos()));
  }

  /**
   * Answers by task. Shares and means cover the time between the two readings.
   *
   * @param order tasks to list first
   */
  Html tasks(Collection<String> order, DriftSettings drift) {
    Set<String> names = new LinkedHashSet<>(order);
    names.retainAll(last.tasks().keySet());
    names.addAll(new TreeSet<>(last.tasks().keySet()));
    List<String> columns =
        List.of(
            "answers since the start",
            recently,
            "accepted",
            "mean confidence",
            "mean weight of the image",
            "drift");
    List<Html> rows = new ArrayList<>();
    for (String name : names) {
      TaskTotals all = last.tasks().get(name);
      TaskTotals recent = all.minus(first.tasks().getOrDefault(name, TaskTotals.NONE));
      List<Object> values =
          List.of(
              Figures.count(all.answers()),
              Figures.count(recent.answers()),
              Figures.share(recent.acceptedShare()),
              Figures.decimal(recent.confidence().mean()),
              Figures.decimal(recent.imageWeight().mean()),
              drift(last.drift().get(name), drift.alarm(name)));
      List<Html> cells = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        cells.add(
            Html.of("<td data-column=\"%s\"><span>%s</span></td>", columns.get(i), values.get(i)));
      }
      rows.add(Html.of("<tr><td>%s</td>%s</tr>", name, Html.join(cells)));
    }
    return Html.of(
        "<div class=\"scroll\"><table class=\"tasks\"><tr><th>task</th>%s</tr>%s</table></div>",
        Html.join(columns.stream().map(column -> Html.of("<th>%s</th>", column)).toList()),
        Html.join(rows));
  }

  Html reasons() {
    return counts(
        last.reasons(),
        first.reasons(),
        reason ->
            reason.task().isEmpty() ? reason.code() : reason.code() + " (" + reason.task() + ")",
        Comparator.comparing(Reason::code).thenComparing(Reason::task));
  }

  Html deadLetters() {
    return counts(
        last.deadLetters(), first.deadLetters(), Function.identity(), Comparator.naturalOrder());
  }

  private <K> Html counts(
      Map<K, Double> all, Map<K, Double> before, Function<K, String> name, Comparator<K> order) {
    if (all.isEmpty()) {
      return Html.of("<p class=\"soft\">None since the start.</p>");
    }
    List<K> keys =
        all.keySet().stream()
            .sorted(Comparator.<K>comparingDouble(all::get).reversed().thenComparing(order))
            .toList();
    Table table = new Table("reason", "since the start", recently);
    for (K key : keys) {
      double count = all.get(key);
      table.row(
          name.apply(key),
          Figures.count(count),
          Figures.count(count - before.getOrDefault(key, 0.0)));
    }
    return table.html();
  }

  /** The largest drift index of a task. */
  private static Html drift(Map<String, Double> indexes, double alarm) {
    if (indexes == null) {
      return Html.of("<span class=\"soft\">not watched</span>");
    }
    return new TreeMap<>(indexes)
        .entrySet().stream()
            .filter(each -> Double.isFinite(each.getValue()))
            .max(Map.Entry.comparingByValue())
            .map(most -> drift(most.getKey().replace('_', ' '), most.getValue(), alarm))
            .orElse(Html.of("<span class=\"soft\">no full window yet</span>"));
  }

  private static Html drift(String measure, double index, double alarm) {
    String most = Figures.decimal(index) + " " + measure;
    return index > alarm
        ? Html.of("<b class=\"alarm\">%s, above %s</b>", most, Figures.number(alarm))
        : Html.of("%s <span class=\"soft\">alarm above %s</span>", most, Figures.number(alarm));
  }
}
