package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.trainer.drift.DriftReport;
import io.cmaclip.trainer.drift.DriftStudy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip drift}. */
@Command(
    name = "drift",
    description = {
      "Compares listings with a bundle's validation profile, and simulates the service's drift"
          + " alarm.",
      "",
      "Draws random windows of unchanged listings, which shows the false-alarm rate, and"
          + " windows with the images of 10, 30, 50 and 100%% of the listings swapped, which"
          + " shows how much drift raises an alarm. Use it to choose drift.window and"
          + " drift.alarm."
    })
final class DriftCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Mixin private BundleDataOptions input;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Listings per window, 1 to 1,000,000. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "200",
      description = "Number of windows, 1 to 1,000,000. Default: ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--alarm",
      paramLabel = "X",
      defaultValue = "0.25",
      description = "Drift index above which the alarm is raised. Default: ${DEFAULT-VALUE}.")
  private double alarm;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private PredictorOptions predictorOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = predictorOptions.workers();
    Arguments.inRange("--window", window, 1, MOST);
    Arguments.inRange("--windows", windows, 1, MOST);
    Bundle bundle = input.openBundle();
    if (bundle.profile() == null) {
      throw new UserException(
          "bundle " + bundle.folder() + ": it has no profile; create one with ./cmaclip profile");
    }
    try (BundleListings listings = input.openSome(bundle)) {
      print(
          new DriftStudy(window, windows, alarm, seed)
              .run(
                  bundle,
                  listings.source(),
                  listings.name(),
                  predictorOptions.settings(),
                  workers));
    }
    return 0;
  }

  private void print(DriftReport report) {
    PrintWriter print = output.text();
    print.printf(
        Locale.ROOT,
        "%s: %,d windows of %,d listings, drawn from the %,d of %s; alarm above %s%n",
        report.bundle(),
        report.windows(),
        report.window(),
        report.listings(),
        report.data(),
        report.alarm());
    print.printf(
        "%-16s %-13s %8s %8s %8s %8s%n",
        "task", "measure", "swapped", "median", "highest", "alarms");
    for (DriftReport.Row row : report.rows()) {
      print.printf(
          Locale.ROOT,
          "%-16s %-13s %7.0f%% %8.3f %8.3f %7.1f%%%n",
          row.task(),
          row.measure().tag(),
          100 * row.swapped(),
          row.median(),
          row.highest(),
          100 * row.alarms());
    }
    output.end(report);
  }
}
