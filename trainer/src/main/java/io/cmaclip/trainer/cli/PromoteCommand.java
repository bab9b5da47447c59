package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.trainer.promotion.BundleComparison;
import io.cmaclip.trainer.promotion.PairedComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip promote}. */
@Command(
    name = "promote",
    description = {
      "Replaces the bundle in service by a candidate if it is better on labelled listings.",
      "",
      "Better: more listings on which it has more right labels than fewer (sign test, 5%%), and no"
          + " task with significantly fewer right labels (McNemar test). Use the audit sample"
          + " (collect --audited): it is as the stream is, and neither bundle was trained on it. A"
          + " service with bundle.watch swaps to the new bundle. The former bundle is kept beside"
          + " it in a folder that ends in -former. Exit status 1 if the candidate is not better."
    })
final class PromoteCommand implements Callable<Integer> {
  @Mixin private BundleDataOptions input;

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "DIR",
      description = "The new bundle. It is copied.")
  private Path candidate;

  @Option(names = "--dry-run", description = "Only compare.")
  private boolean dryRun;

  @Mixin private PredictorOptions predictorOptions;
  @Mixin private ResultOutput output;

  /**
   * Output of {@code --json}.
   *
   * @param promoted whether the bundle was replaced
   * @param fingerprint of the bundle in service afterwards
   */
  record Result(
      PairedComparison comparison, boolean isBetter, boolean promoted, String fingerprint) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PredictorSettings settings = predictorOptions.settings();
    int workers = predictorOptions.workers();
    Bundle former = input.openBundle();
    Bundle fresh = Bundle.open(candidate);
    PairedComparison comparison;
    try (BundleListings listings = input.openSome(former)) {
      comparison = BundleComparison.compare(former, fresh, listings.folder(), settings, workers);
    }
    boolean isPromoted = comparison.isBetter() && !dryRun;
    Bundle serving = isPromoted ? BundleWriter.replace(former, fresh) : former;
    report(new Result(comparison, comparison.isBetter(), isPromoted, serving.fingerprint()));
    return comparison.isBetter() ? 0 : 1;
  }

  private void report(Result result) {
    PrintWriter print = output.text();
    PairedComparison comparison = result.comparison();
    comparison
        .tasks()
        .forEach(
            (task, of) ->
                print.printf(
                    Locale.ROOT,
                    "%s: accuracy %.4f, was %.4f; only the candidate right %d, only the former"
                        + " %d%n",
                    task,
                    (double) of.candidate() / of.labelled(),
                    (double) of.former() / of.labelled(),
                    of.onlyCandidate(),
                    of.onlyFormer()));
    print.printf(
        Locale.ROOT,
        "of %,d listings, %,d better and %,d worse (p = %.4f): %s%n",
        comparison.listings(),
        comparison.better(),
        comparison.worse(),
        comparison.chance(),
        result.promoted()
            ? "promoted"
            : result.isBetter() ? "better (dry run)" : "not better, the bundle stays");
    output.end(result);
  }
}
