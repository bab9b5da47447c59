package io.cmaclip.trainer.report;

import io.cmaclip.trainer.comparison.ComparisonResult;
import io.cmaclip.trainer.comparison.VariantResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/** A comparison as Markdown. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** Means and spreads, then accuracy and recall at 90% precision task by task. */
  public static String of(ComparisonResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        row(
            "variant",
            "runs",
            "accuracy",
            "R@P90",
            "macro-F1",
            "ECE",
            "mismatch AUROC",
            "accuracy against " + result.variants().get(0).variant(),
            "parameters",
            "CPU minutes",
            "training items/s",
            "inference items/s"));
    text.append(row(rules(12)));
    for (VariantResult variant : result.variants()) {
      Double inference = result.inferenceItemsPerSecond().get(variant.variant());
      text.append(
          row(
              variant.variant(),
              number("%d", variant.accuracy().seeds()),
              variant.accuracy().text(),
              variant.recallAtP90().text(),
              variant.macroF1().text(),
              variant.ece().text(),
              variant.mismatchAuroc() == null ? "" : variant.mismatchAuroc().text(),
              difference(result, variant),
              number("%,d", variant.parameters()),
              number("%.1f", variant.cpuMinutes().mean()),
              number("%,.0f", variant.trainingItemsPerSecond().mean()),
              inference == null ? "" : number("%,.0f", inference)));
    }
    text.append("\nAccuracy / recall at 90% precision by task, means over the seeds:\n\n");
    Set<String> tasks = result.variants().get(0).tasks().keySet();
    text.append("| variant | ").append(String.join(" | ", tasks)).append(" |\n");
    text.append(row(rules(1 + tasks.size())));
    for (VariantResult variant : result.variants()) {
      text.append("| ").append(variant.variant());
      for (Map.Entry<String, VariantResult.TaskSpread> task : variant.tasks().entrySet()) {
        text.append(
            String.format(
                Locale.ROOT,
                " | %.3f / %.3f",
                task.getValue().accuracy().mean(),
                task.getValue().recallAtP90().mean()));
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  /** A mean difference; said to be within the spread where one seed more could turn it around. */
  static String difference(ComparisonResult result, VariantResult variant) {
    VariantResult first = result.variants().get(0);
    if (variant.equals(first)) {
      return "";
    }
    double difference = result.accuracyDifference(variant);
    double spread =
        DoubleStream.of(first.accuracy().deviation(), variant.accuracy().deviation())
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    if (Double.isNaN(difference)) {
      return "";
    }
    String within = Math.abs(difference) <= spread ? " (within the spread)" : "";
    return String.format(Locale.ROOT, "%+.3f%s", difference, within);
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String[] rules(int cells) {
    return Collections.nCopies(cells, "---").toArray(String[]::new);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", List.of(cells)) + " |\n";
  }
}
