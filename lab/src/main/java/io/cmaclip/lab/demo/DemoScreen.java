package io.cmaclip.lab.demo;

import io.cmaclip.cli.Terminal;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.lab.demo.StyledLine.Ink;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints a line per answered listing: weights of image and title, labels with confidence, and the
 * review reasons. Not thread-safe.
 */
final class DemoScreen {
  private static final int BAR_CELLS = 8;
  private static final int ID_WIDTH = 16;
  private static final int WIDEST_LABEL = 18;
  private static final String INDENT = " ".repeat(ID_WIDTH + 1 + BAR_CELLS + 2);

  private final PrintWriter out;
  private final int columns;
  private final boolean colours;
  private final Map<String, Integer> labelWidths = new LinkedHashMap<>();

  DemoScreen(PrintWriter out, Terminal terminal) {
    this.out = out;
    this.columns = terminal.out() ? terminal.columns() : Integer.MAX_VALUE;
    this.colours = terminal.out() && terminal.colours();
  }

  /** Prints the legend. */
  void opening() {
    print(
        line()
            .column("listing", ID_WIDTH + 1, Ink.FAINT)
            .add("image", Ink.IMAGE)
            .add("/")
            .add("text", Ink.TEXT)
            .add("  label and confidence per task, ", Ink.FAINT)
            .add("accepted", Ink.GOOD)
            .add(" or ", Ink.FAINT)
            .add("not", Ink.DOUBTFUL)
            .add("; title", Ink.FAINT));
  }

  void labelled(Ledger.Entry entry) {
    ListingAttributes attributes = entry.attributes();
    StyledLine line = line().column(entry.id(), ID_WIDTH, Ink.FAINT).add(" ");
    addBar(line, attributes.getAttributes());
    line.add("  ");
    for (TaskAttribute task : attributes.getAttributes()) {
      String label = task.getLabel();
      int width =
          labelWidths.merge(
              task.getTask(),
              Math.min(label.codePointCount(0, label.length()), WIDEST_LABEL),
              Math::max);
      line.column(label, width, task.getAccepted() ? Ink.GOOD : Ink.DOUBTFUL)
          .add(String.format(Locale.ROOT, " %3.0f%%  ", 100 * task.getConfidence()), Ink.FAINT);
    }
    if (attributes.getAttributes().isEmpty()) {
      line.add("neither a usable image nor a title  ", Ink.DOUBTFUL);
    }
    print(line.add(entry.title()));
    if (!entry.reasons().isEmpty()) {
      review(entry.reasons());
    }
  }

  private void review(List<ReasonForReview> reasons) {
    StyledLine line = line().add(INDENT).add("review", Ink.STRONG);
    for (ReasonForReview reason : reasons) {
      line.add("  ").add(shortForm(reason), ink(reason.getCode()));
    }
    print(line);
  }

  void deadLetter(String id, String reason, String message) {
    print(
        line()
            .column(id, ID_WIDTH, Ink.FAINT)
            .add(" ")
            .add("dead letter", Ink.BAD)
            .add("  " + reason, Ink.STRONG)
            .add("  " + message));
  }

  /** Prints totals and verdict; {@code stopped}: the user stopped the demo. */
  void summary(DemoResult result, Collection<Ledger.Entry> entries, boolean stopped) {
    out.println();
    print(
        line()
            .add(
                String.format(
                    Locale.ROOT,
                    "%,d listings in %.1f s (%.0f/s): ",
                    result.listings(),
                    result.seconds(),
                    result.listings() / Math.max(result.seconds(), 1e-9)),
                Ink.STRONG)
            .add(result.labelled() + " labelled", Ink.GOOD)
            .add(", of these ")
            .add(result.review() + " to review", Ink.DOUBTFUL)
            .add("; ")
            .add(result.deadLetter() + " dead letters", Ink.BAD));
    print(verdict(result, stopped));
    counts(entries).forEach((what, count) -> print(line().add("  %,6d  ".formatted(count) + what)));
    weights(entries);
    out.flush();
  }

  private StyledLine verdict(DemoResult result, boolean stopped) {
    if (result.isExactlyOnce()) {
      return line().add("Each was answered exactly once.", Ink.GOOD);
    }
    if (stopped && result.duplicated() == 0) {
      return line()
          .add("No listing was answered twice; ", Ink.GOOD)
          .add(result.missing() + " were still in flight.");
    }
    return line()
        .add(result.missing() + " unanswered, " + result.duplicated() + " duplicated", Ink.BAD);
  }

  private static Map<String, Integer> counts(Collection<Ledger.Entry> entries) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Ledger.Entry entry : entries) {
      entry.reasons().stream()
          .map(DemoScreen::shortForm)
          .forEach(reason -> counts.merge("review: " + reason, 1, Integer::sum));
      if (entry.deadLetter() != null) {
        counts.merge("dead letter: " + entry.deadLetter(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Prints the mean image weight per task over listings with image and title. */
  private void weights(Collection<Ledger.Entry> entries) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Ledger.Entry entry : entries) {
      if (entry.attributes() == null) {
        continue;
      }
      for (TaskAttribute task : entry.attributes().getAttributes()) {
        if (task.getImageWeight() > 0 && task.getTextWeight() > 0) {
          double[] sum = sums.computeIfAbsent(task.getTask(), name -> new double[2]);
          sum[0] += task.getImageWeight();
          sum[1]++;
        }
      }
    }
    sums.forEach(
        (task, sum) -> {
          double weight = sum[0] / sum[1];
          StyledLine line = line().add("  ");
          addBar(line, weight);
          print(
              line.add(
                  String.format(
                      Locale.ROOT, "  %s: image %.2f, text %.2f", task, weight, 1 - weight)));
        });
  }

  private void addBar(StyledLine line, List<TaskAttribute> tasks) {
    if (tasks.isEmpty()) {
      line.add(" ".repeat(BAR_CELLS));
      return;
    }
    addBar(line, tasks.stream().mapToDouble(TaskAttribute::getImageWeight).average().orElse(0));
  }

  private static void addBar(StyledLine line, double imageWeight) {
    int cells = (int) Math.round(imageWeight * BAR_CELLS);
    line.add("█".repeat(cells), Ink.IMAGE).add("░".repeat(BAR_CELLS - cells), Ink.TEXT);
  }

  private static String shortForm(ReasonForReview reason) {
    return reason.getTask() == null
        ? reason.getCode().name()
        : reason.getCode() + "(" + reason.getTask() + ")";
  }

  private static Ink ink(ReviewReasonCode code) {
    return switch (code) {
      case LOW_CONFIDENCE, HUMAN_LABEL_STALE -> Ink.DOUBTFUL;
      case MODALITY_MISMATCH, MODALITY_CONFLICT, DECLARED_VALUE_CONFLICT -> Ink.BAD;
      case NOISY_IMAGE, IMAGE_MISSING, IMAGE_UNREADABLE -> Ink.IMAGE;
      case NOISY_TEXT, TEXT_MISSING -> Ink.TEXT;
      case AUDIT, REQUESTED, UNKNOWN -> Ink.FAINT;
    };
  }

  private StyledLine line() {
    return new StyledLine(columns, colours);
  }

  private void print(StyledLine line) {
    out.println(line);
    out.flush();
  }
}
