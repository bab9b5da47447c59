package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.review.ReviewBudgetBench;
import io.cmaclip.lab.bench.review.ReviewBudgetBenchResult;
import io.cmaclip.model.errors.UsageException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench review-budget}. */
@Command(
    name = "review-budget",
    description = {
      "Measures how well review.budget holds the number of listings that go to review.",
      "The priorities of a simulated stream jump up and down, the service restarts, and its"
          + " partitions move from 1 to 4 instances. Prints how many of each 1,000 listings are"
          + " admitted, divided by the budget, beside a fixed threshold. Needs no broker."
    })
final class ReviewBudgetBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 2_000;

  @Option(
      names = "--listings",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Listings in each phase (${DEFAULT-VALUE}).")
  private int listings;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions (${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--share",
      paramLabel = "P",
      defaultValue = "0.08",
      description = "Share of the listings that the budget admits, 0.01 to 1 (${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions with other random numbers (${DEFAULT-VALUE}).")
  private int seeds;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() {
    OptionLimits.requireAtLeast("--listings", listings, FEWEST);
    OptionLimits.requireAtLeast("--partitions", partitions, 1);
    OptionLimits.requireAtLeast("--seeds", seeds, 1);
    if (!(share >= 0.01 && share <= 1)) {
      throw new UsageException("--share " + share + ": must be between 0.01 and 1");
    }
    print(
        new ReviewBudgetBench(new ReviewBudgetBench.Settings(listings, partitions, share, seeds))
            .run());
    return 0;
  }

  private void print(ReviewBudgetBenchResult result) {
    PrintWriter out = output.text();
    out.printf("%-24s%-16s%s%n", "1,000 listings / budget", "review.budget", "fixed threshold");
    for (ReviewBudgetBenchResult.Phase phase : result.phases()) {
      out.printf(
          "%-24s%-16s%s%n", phase.phase(), text(phase.budget()), text(phase.fixedThreshold()));
    }
    out.printf("selection               %.2f%n", result.selection());
    output.end(result);
  }

  private static String text(ReviewBudgetBenchResult.Phase.Ratios ratios) {
    return String.format(Locale.ROOT, "%.2f to %.2f", ratios.lowest(), ratios.highest());
  }
}
