package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.trainer.release.AcceptThreshold;
import io.cmaclip.trainer.release.PrecisionCalibrator;
import io.cmaclip.trainer.release.PrecisionReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Fits temperatures and accept thresholds to a reduced number format and stores them in the"
          + " bundle.",
      "",
      "The service uses them when it runs in this format; those of float32 stay. Use the"
          + " validation listings of the training: listings that the model was not trained on."
          + " Reports each task and modality state before and after. The model stays unchanged;"
          + " the bundle's fingerprint changes."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private BundleDataOptions input;

  @Option(
      names = "--precision",
      required = true,
      paramLabel = "FORMAT",
      description = "int8 or bfloat16.")
  private String format;

  @Option(
      names = "--accept-precision",
      paramLabel = "P",
      defaultValue = "0.9",
      description = "Precision of accepted labels, above 0 and below 1. Default: ${DEFAULT-VALUE}.")
  private double acceptPrecision;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Parallel predictors of one thread each, 1 to 64. Default: one per core.")
  private int workers = Math.min(64, Runtime.getRuntime().availableProcessors());

  @Mixin private ResultOutput output;

  /** Output of {@code --json}. */
  record Result(
      String bundle,
      String precision,
      int listings,
      Map<String, Map<ModalityState, PrecisionReport>> tasks,
      String fingerprint,
      String former) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Precision precision =
        Precision.find(format)
            .filter(Precision::isReduced)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--precision = "
                            + format
                            + ": must be int8 or bfloat16; training fits"
                            + " float32"));
    if (!(acceptPrecision > 0 && acceptPrecision < 1)) {
      throw new UsageException(
          "--accept-precision = " + acceptPrecision + ": must be above 0 and below 1");
    }
    Arguments.inRange("--workers", workers, 1, 64);
    Bundle bundle = input.openBundle();
    PrecisionCalibrator calibrator =
        new PrecisionCalibrator(bundle, new AcceptThreshold(acceptPrecision));
    PredictorSettings settings =
        PredictorSettings.DEFAULT
            .withDevice(DeviceChoice.CPU)
            .withPrecision(precision)
            .withWarmUpBatch(0);
    Map<String, Map<ModalityState, PrecisionReport>> reports;
    int listings;
    try (BundleListings labelled = input.openSome(bundle)) {
      listings = labelled.source().size();
      reports = calibrator.fit(labelled.source(), settings, workers);
    }
    Bundle after =
        BundleWriter.replaceTasks(bundle, calibrator.tasks(precision.toString(), reports));
    report(
        new Result(
            after.folder().toString(),
            precision.toString(),
            listings,
            reports,
            after.fingerprint(),
            bundle.fingerprint()));
    return 0;
  }

  private void report(Result result) {
    PrintWriter print = output.text();
    print.printf("%s on %,d listings of validation data%n", result.precision(), result.listings());
    result
        .tasks()
        .forEach(
            (task, states) ->
                states.forEach((state, report) -> print.println(line(task, state, report))));
    print.printf(
        "stored in %s; fingerprint %s, was %s%n",
        result.bundle(), result.fingerprint().substring(0, 12), result.former().substring(0, 12));
    print.flush();
    output.end(result);
  }

  private static String line(String task, ModalityState state, PrecisionReport report) {
    return String.format(
        Locale.ROOT,
        "%s, %s: accuracy %.4f; calibration error %.4f, was %.4f; accepted %.3f, was %.3f;"
            + " precision of accepted %s, was %s",
        task,
        state,
        report.after().metrics().accuracy(),
        report.after().metrics().ece(),
        report.before().metrics().ece(),
        report.after().acceptedShare(),
        report.before().acceptedShare(),
        share(report.after().acceptedPrecision()),
        share(report.before().acceptedPrecision()));
  }

  private static String share(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.4f", share);
  }
}
