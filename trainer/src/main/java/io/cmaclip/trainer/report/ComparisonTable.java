package io.cmaclip.trainer.report;

import io.cmaclip.trainer.comparison.ComparisonResult;
import io.cmaclip.trainer.comparison.VariantResult;
import java.util.Set;
import java.util.stream.DoubleStream;

/** A comparison as Markdown. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** Means and spreads of each variant, then accuracy and recall at 90% precision by task. */
  public static String of(ComparisonResult result) {
    StringBuilder text = new StringBuilder();
    text.append("| variant | runs | accuracy | R@P90 | macro-F1 | ECE | mismatch AUROC |")
        .append(" accuracy against ")
        .append(result.variants().get(0).variant())
        .append(" | parameters | CPU minutes | training items/s | inference items/s |\n")
        .append(rule(12));
    for (VariantResult variant : result.variants()) {
      Double inference = result.inferenceItemsPerSecond().get(variant.variant());
      text.append(
          Figures.text(
              "| %s | %d | %s | %s | %s | %s | %s | %s | %,d | %.1f | %,.0f | %s |%n",
              variant.variant(),
              variant.accuracy().seeds(),
              variant.accuracy().text(),
              variant.recallAtP90().text(),
              variant.macroF1().text(),
              variant.ece().text(),
              variant.mismatchAuroc() == null ? "" : variant.mismatchAuroc().text(),
              difference(result, variant),
              variant.parameters(),
              variant.cpuMinutes().mean(),
              variant.trainingItemsPerSecond().mean(),
              inference == null ? "" : Figures.text("%,.0f", inference)));
    }
    text.append("\nAccuracy / recall at 90% precision by task, means over the seeds:\n\n");
    Set<String> tasks = result.variants().get(0).tasks().keySet();
    text.append("| variant | ").append(String.join(" | ", tasks)).append(" |\n");
    text.append(rule(1 + tasks.size()));
    for (VariantResult variant : result.variants()) {
      text.append("| ").append(variant.variant());
      for (VariantResult.TaskSpread task : variant.tasks().values()) {
        double accuracy = task.accuracy().mean();
        text.append(Figures.text(" | %.3f / %.3f", accuracy, task.recallAtP90().mean()));
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  /** The mean difference, and whether it lies within the larger standard deviation. */
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
    return Figures.text("%+.3f%s", difference, within);
  }

  private static String rule(int cells) {
    return "|" + " --- |".repeat(cells) + "\n";
  }
}
