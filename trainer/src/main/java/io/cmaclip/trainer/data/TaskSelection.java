package io.cmaclip.trainer.data;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.MetadataOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The fields to learn: those that the user names, or else every field that looks like an attribute.
 *
 * @param tasks fields to learn with their classes
 * @param leftOut a line for each field that does not look like an attribute
 */
public record TaskSelection(List<TaskClasses> tasks, List<String> leftOut) {
  /** Share of a field's values that must have a form for the whole field to count as that form. */
  private static final double MOST = 0.95;

  /** A field with at most this many values is never refused for their number. */
  private static final int FEW = 3;

  /** A form of values that are no attribute of a product. */
  private record Form(String name, Pattern pattern) {}

  private static final List<Form> FORMS =
      List.of(
          new Form(
              "dates",
              Pattern.compile(
                  "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}([T ].*)?|\\d{4}[-/]\\d{1,2}"
                      + "|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}([T ].*)?"
                      + "|\\d{1,2}:\\d{2}(:\\d{2}.*)?"
                      + "|(?i:(\\d{1,2}\\.?"
                      + " )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
                      + "\\.? (\\d{1,2},? )?\\d{4})")),
          new Form(
              "numbers",
              Pattern.compile(
                  "[$€£¥₹]?\\s*[+-]?\\d+([.,' ]\\d+)*([eE][+-]?\\d+)?\\s*"
                      + "([$€£¥₹%]|EUR|USD|GBP|CHF|JPY|CNY|INR)?")),
          new Form("URLs", Pattern.compile("(?i:[a-z][a-z0-9+.-]*://|www\\.|data:)\\S+")));

  public TaskSelection {
    tasks = List.copyOf(tasks);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Selects the tasks of a training split.
   *
   * @param fields labels by field, one map per listing
   * @param wanted fields to learn, in order; empty = every field that looks like an attribute
   * @throws UserException when a wanted field has fewer than two values, or no field is left
   */
  public static TaskSelection of(List<Map<String, String>> fields, List<String> wanted) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Map<String, String> listing : fields) {
      listing.forEach(
          (field, value) ->
              counts.computeIfAbsent(field, f -> new HashMap<>()).merge(value, 1, Integer::sum));
    }
    counts.remove(MetadataOptions.NOT_APPLICABLE);
    List<TaskClasses> tasks = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (String field : wanted.isEmpty() ? List.copyOf(counts.keySet()) : wanted) {
      Map<String, Integer> values = counts.getOrDefault(field, Map.of());
      String objection = wanted.isEmpty() ? objection(values) : null;
      if (!wanted.isEmpty() && values.size() < 2) {
        throw new UserException(
            "task "
                + field
                + ": the training split has "
                + values.size()
                + " values of this field; a task needs at least 2"
                + (values.isEmpty() ? "; its fields: " + String.join(", ", counts.keySet()) : ""));
      }
      if (objection == null) {
        tasks.add(new TaskClasses(field, List.copyOf(new TreeSet<>(values.keySet()))));
      } else {
        leftOut.add("field " + field + " is not learned: " + objection);
      }
    }
    if (tasks.isEmpty()) {
      throw new UserException(
          "the training split has no field with at least two values to learn"
              + (leftOut.isEmpty() ? "" : " (" + String.join("; ", leftOut) + ")")
              + "; name the fields with --tasks");
    }
    return new TaskSelection(tasks, leftOut);
  }

  /** Why a field does not look like an attribute; null if it does. */
  private static String objection(Map<String, Integer> values) {
    int labelled = values.values().stream().mapToInt(Integer::intValue).sum();
    if (values.size() < 2) {
      return "it has one value, " + String.join("", values.keySet());
    }
    for (Form form : FORMS) {
      int matching =
          values.entrySet().stream()
              .filter(value -> form.pattern().matcher(value.getKey().strip()).matches())
              .mapToInt(Map.Entry::getValue)
              .sum();
      if (matching >= MOST * labelled) {
        return "its values are " + form.name();
      }
    }
    return values.size() > Math.max(FEW, labelled / 2)
        ? String.format(Locale.ROOT, "%,d values in %,d listings", values.size(), labelled)
        : null;
  }
}
