package io.cmaclip.lab.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.review.RetrainingBench;
import io.cmaclip.lab.bench.review.RetrainingBenchResult;
import io.cmaclip.lab.bench.review.RetrainingBenchResult.Difference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench retraining}. */
@Command(
    name = "retraining",
    description = {
      "Measures retraining from decisions: chosen by priority, at random, by lowest confidence.",
      "",
      "Each seed divides listings that the bundle was not trained on at random: one half is the"
          + " stream, the other the test. Reveals labels of the stream as reviewers would, and"
          + " trains fusion and heads of the bundle again with them and with a sample of the"
          + " listings that it was trained on. --work keeps each result: the same command"
          + " continues after an interruption."
    })
final class RetrainingBenchCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "What the bundle was trained on: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--unseen",
      required = true,
      paramLabel = "PATH,PATH",
      split = ",",
      description = "Listings that the bundle was not trained on.")
  private List<Path> unseen;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results.")
  private Path work;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Recipe of the retraining (default: the one in docs/retraining.md).")
  private String config;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions with other random numbers (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--decisions",
      paramLabel = "N,N",
      split = ",",
      defaultValue = "250,500,650,1000",
      description = "Numbers of decisions, ascending (${DEFAULT-VALUE}).")
  private List<Integer> decisions;

  @Option(
      names = "--replayed",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Listings of the bundle's training that are trained on again (${DEFAULT-VALUE}).")
  private int replayed;

  @Mixin private BundleOption bundleOption;
  @Mixin private DataSetOptions dataSet;
  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OptionLimits.requireAtLeast("--seeds", seeds, 1);
    OptionLimits.requireAtLeast("--replayed", replayed, 2);
    PrintWriter print = output.text();
    RetrainingBenchResult result =
        new RetrainingBench(
                bundleOption.open(),
                new RetrainingBench.Data(data, unseen, dataSet.options(), work),
                new RetrainingBench.Settings(
                    RetrainingBench.recipe(config), seeds, decisions, replayed),
                line -> {
                  print.println(line);
                  print.flush();
                })
            .run();
    report(result, print);
    return 0;
  }

  private void report(RetrainingBenchResult result, PrintWriter print) {
    result
        .models()
        .forEach(
            of ->
                print.printf(
                    Locale.ROOT,
                    "%s, %,d decisions: %.4f, %.4f; promoted %d of %d%n",
                    of.order(),
                    of.decisions(),
                    of.accuracy(),
                    of.recall(),
                    of.promoted(),
                    of.accuracies().size()));
    for (Difference difference : result.priorityToRandom().byDecisions()) {
      print.printf(
          Locale.ROOT,
          "priority - random, %,d decisions: %+.4f [%+.4f, %+.4f]%n",
          difference.decisions(),
          difference.mean(),
          difference.low(),
          difference.high());
    }
    if (result.priorityToRandom().equalLabels() != null) {
      print.printf(
          Locale.ROOT,
          "as accurate as the most at random: %.0f by priority%n",
          result.priorityToRandom().equalLabels());
    }
    output.end(result);
  }
}
