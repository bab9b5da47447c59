package io.cmaclip.trainer.cli;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.trainer.drift.DriftReport;
import io.cmaclip.trainer.drift.DriftStudy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip drift}. */
@Command(
    name = "drift",
    description = {
      "Says how far listings are from a bundle's validation profile, and how the service would see it.",
      "",
      "Draws windows of the listings as they are, which shows how often chance alone raises an alarm,"
          + " and with the images of 10, 30, 50 and 100%% of them swapped, which shows what an alarm"
          + " takes. Use it to choose drift.window and drift.alarm."
    })
final class DriftCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "A bundle with a profile.")
  private Path bundleFolder;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Listings: a folder or zip in ImageFolder form. Labels are not needed.")
  private Path data;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = ListingFolder.DEFAULT_METADATA,
      description = "Its metadata file. Default: ${DEFAULT-VALUE}.")
  private String metadata;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Listings in a window, 1 to 1,000,000. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "200",
      description = "Windows that are drawn, 1 to 1,000,000. Default: ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--alarm",
      paramLabel = "X",
      defaultValue = "0.25",
      description = "Index above which there is an alarm. Default: ${DEFAULT-VALUE}.")
  private double alarm;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the draws. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private PredictorOptions predictorOptions;

  @Option(names = "--json", description = "Prints a JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = predictorOptions.workers();
    inRange("--window", window);
    inRange("--windows", windows);
    Bundle bundle = Bundle.open(bundleFolder);
    if (bundle.profile() == null) {
      throw new UserException(
          "bundle " + bundleFolder + ": it has no profile; ./cmaclip profile measures one");
    }
    try (BundleListings listings = BundleListings.openSome(bundle, data, metadata)) {
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

  private static void inRange(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new UsageException(name + " = " + value + ": must be between 1 and " + MOST);
    }
  }

  private void print(DriftReport report) {
    PrintWriter print = spec.commandLine().getOut();
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
    print.flush();
    if (json) {
      JsonOutput.print(print, report);
    }
  }
}
