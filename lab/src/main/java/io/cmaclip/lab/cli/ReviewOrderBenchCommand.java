package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.review.ReviewOrderBench;
import io.cmaclip.lab.bench.review.ReviewOrderBenchResult;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench review-order}. */
@Command(
    name = "review-order",
    description = {
      "Measures how much reviewers find in the order of the priorities.",
      "A stream of labelled listings with 10% near-duplicates and random values passes review"
          + " policy and review budget. Prints the value of the products with a wrong label among"
          + " the first items, beside random order and lowest confidence. Needs no broker."
    })
final class ReviewOrderBenchCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Labelled listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = "metadata.jsonl",
      description = "Metadata file (${DEFAULT-VALUE}).")
  private String metadata;

  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "NAMES",
      description = "Tasks to review, as review.tasks (default: all).")
  private List<String> tasks;

  @Option(
      names = "--budget",
      paramLabel = "P",
      defaultValue = "0.1",
      description = "Share of the listings that is decided, 0.05 to 0.5 (${DEFAULT-VALUE}).")
  private double budget;

  @Option(
      names = "--spread",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Standard deviation of the logarithm of the values, 0 (all equal) to 3"
              + " (${DEFAULT-VALUE}).")
  private double spread;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Partitions (${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Repetitions with other random numbers (${DEFAULT-VALUE}).")
  private int seeds;

  @Mixin private BundleOption bundleOption;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    OptionLimits.requireAtLeast("--partitions", partitions, 1);
    OptionLimits.requireAtLeast("--seeds", seeds, 1);
    if (!(budget >= 0.05 && budget <= 0.5)) {
      throw new UsageException("--budget " + budget + ": must be between 0.05 and 0.5");
    }
    if (!(spread >= 0 && spread <= 3)) {
      throw new UsageException("--spread " + spread + ": must be between 0 and 3");
    }
    Bundle bundle = bundleOption.open();
    Set<String> reviewed = tasks == null ? ReviewOrderBench.tasks(bundle) : Set.copyOf(tasks);
    print(
        new ReviewOrderBench(
                bundle,
                reviewed,
                new ReviewOrderBench.Settings(data, metadata, budget, spread, partitions, seeds))
            .run());
    return 0;
  }

  private void print(ReviewOrderBenchResult result) {
    PrintWriter out = output.text();
    for (ReviewOrderBenchResult.Order seed : result.seeds()) {
      out.printf(
          "value of wrong products: %.1f by priority; %.2f times lowest confidence, %.2f times"
              + " random%n",
          seed.priority(), seed.toLowestConfidence(), seed.toRandom());
      out.printf(
          "most of one product in 50 items: %d by priority, %d by lowest confidence%n",
          seed.priorityDuplicates(), seed.confidenceDuplicates());
    }
    output.end(result);
  }
}
