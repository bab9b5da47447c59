package io.cmaclip.it.year;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the model accepted in each week, and how much of it is right. The labels of reviewers do not
 * count. Used by one thread.
 */
final class YearTable {
  /** Weeks over which a precision is measured. */
  static final int WINDOW = 6;

  private static final class Tally {
    private int labelled;
    private int accepted;
    private int right;
  }

  private record Week(Map<String, Tally> tasks, Map<String, Integer> versions, String events) {}

  private final List<Week> weeks = new ArrayList<>();

  /**
   * Adds the next week.
   *
   * @param answers first answer of a listing by id
   * @param events of the week, for the table
   */
  void add(
      List<OfferedListing> listings, Function<String, ListingAttributes> answers, String events) {
    Map<String, Tally> tasks = new HashMap<>();
    Map<String, Integer> versions = new TreeMap<>();
    for (OfferedListing listing : listings) {
      ListingAttributes answer = answers.apply(listing.id());
      versions.merge(answer.getModel().getVersion(), 1, Integer::sum);
      for (TaskAttribute attribute : answer.getAttributes()) {
        String truth = listing.truth().get(attribute.getTask());
        if (truth != null) {
          Tally tally = tasks.computeIfAbsent(attribute.getTask(), task -> new Tally());
          tally.labelled++;
          tally.accepted += attribute.getAccepted() ? 1 : 0;
          tally.right += attribute.getAccepted() && attribute.getLabel().equals(truth) ? 1 : 0;
        }
      }
    }
    weeks.add(new Week(tasks, versions, events));
  }

  /** Precision of accepted labels in the weeks that end with a week; NaN if there are none. */
  private double precision(int week, int length, String task) {
    return sum(week, length, task, tally -> tally.right)
        / sum(week, length, task, tally -> tally.accepted);
  }

  /** Accepted labels of a week, 0 to 1 of the answers. */
  private double acceptedShare(int week, String task) {
    return sum(week, 1, task, tally -> tally.accepted)
        / sum(week, 1, task, tally -> tally.labelled);
  }

  /**
   * Weeks in which a task has a lower precision.
   *
   * @param length weeks over which the precision is measured
   */
  List<Integer> weeksBelow(double promise, int length) {
    return IntStream.rangeClosed(1, weeks.size())
        .filter(
            week -> Stock.TASKS.stream().anyMatch(task -> precision(week, length, task) < promise))
        .boxed()
        .toList();
  }

  private double sum(int week, int length, String task, Function<Tally, Integer> of) {
    return weeks.subList(Math.max(0, week - length), week).stream()
        .mapToInt(some -> of.apply(some.tasks().get(task)))
        .sum();
  }

  /** The table in Markdown. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("| week | model | ");
    text.append(String.join(" | ", Stock.TASKS)).append(" | events |\n|");
    text.append(" --- |".repeat(3 + Stock.TASKS.size())).append('\n');
    for (int week = 1; week <= weeks.size(); week++) {
      int of = week;
      String tasks =
          Stock.TASKS.stream()
              .map(
                  task ->
                      String.format(
                          Locale.ROOT,
                          "%.3f, %.2f, %2.0f%%",
                          precision(of, WINDOW, task),
                          precision(of, 1, task),
                          100 * acceptedShare(of, task)))
              .collect(Collectors.joining(" | "));
      Week row = weeks.get(week - 1);
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | %s |%n",
              week,
              String.join(", ", row.versions().keySet()),
              tasks,
              row.events()));
    }
    return text.toString();
  }
}
