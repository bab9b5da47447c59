package io.cmaclip.lab.bench.calibration;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.evaluation.FolderSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench recalibration}. */
@Command(
    name = "recalibration",
    description = {
      "Simulates recalibration from audited decisions on labelled listings.",
      "",
      "estimate: the images of a stream become dark in the middle, and the audit share rises from"
          + " 2% to 10%; the weighted estimate of the precision of accepted labels, the mean"
          + " without weights, and the mean over all reviewed listings are compared with the"
          + " truth. darkened, renamed, unchanged: accepted precision before and after a"
          + " recalibration, with darkened images, with a class that got another name, and"
          + " without drift. Use listings that the bundle was not trained on."
    })
public final class BenchRecalibrationCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Labelled listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Default: the shipped bundle fashion-products.")
  private Path bundle;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Streams per case. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The seeds are this one and those after it. Default: ${DEFAULT-VALUE}; choose settings of"
              + " the estimator with others, for example 101.")
  private int firstSeed;

  @Option(
      names = "--listings",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Listings per stream of the estimate. Default: ${DEFAULT-VALUE}.")
  private int listings;

  @Option(
      names = "--decisions",
      paramLabel = "N",
      defaultValue = "400",
      description = "Audited decisions per task before a recalibration. Default: ${DEFAULT-VALUE}.")
  private int decisions;

  @Option(
      names = "--brightness",
      paramLabel = "F",
      defaultValue = "0.35",
      description = "Factor of the pixels of dark images, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double brightness;

  @Mixin private DataSetOptions dataSet;
  @Mixin private ResultOutput output;

  /** Output of {@code --json}. */
  record Result(
      Map<String, RecalibrationSimulation.EstimateOfTask> estimate,
      Map<String, RecalibrationSimulation.RecoveryOfTask> darkened,
      Map<String, RecalibrationSimulation.RecoveryOfTask> renamed,
      Map<String, RecalibrationSimulation.RecoveryOfTask> unchanged) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seeds < 1 || listings < 1000 || decisions < 100) {
      throw new UsageException(
          "--seeds must be at least 1, --listings at least 1000, --decisions at least 100");
    }
    if (!(brightness >= 0 && brightness <= 1)) {
      throw new UsageException("--brightness = " + brightness + ": must be between 0 and 1");
    }
    RecalibrationSimulation simulation = simulation();
    int[] numbers = IntStream.range(firstSeed, firstSeed + seeds).toArray();
    report(
        new Result(
            simulation.estimates(numbers, listings),
            simulation.darkened(numbers, decisions),
            simulation.renamed(numbers, decisions),
            simulation.unchanged(numbers, decisions)));
    return 0;
  }

  private RecalibrationSimulation simulation() throws IOException, InterruptedException {
    Bundle model =
        Bundle.open(bundle == null ? ProjectHome.resolve("bundles/fashion-products") : bundle);
    List<BundleTask> tasks = model.manifest().tasks();
    List<String> fields = tasks.stream().map(BundleTask::name).toList();
    List<CmaClipPredictor> predictors =
        CmaClipPredictor.load(
            model,
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Math.min(64, Runtime.getRuntime().availableProcessors()));
    try (ListingFolder folder = ListingFolder.open(data, dataSet.options().withFields(fields));
        ListingPreprocessor preprocessor = model.preprocessor()) {
      FolderSource source = new FolderSource(folder, preprocessor);
      return new RecalibrationSimulation(
          tasks,
          ScoredListings.of(predictors, source, 1),
          ScoredListings.of(predictors, source, brightness));
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  private void report(Result result) {
    PrintWriter print = output.text();
    print.println("estimate: truth; root mean square and worst error weighted, unweighted, naive");
    result
        .estimate()
        .forEach(
            (task, of) ->
                print.printf(
                    Locale.ROOT,
                    "%s: %.3f; %s; %s; %s; %.0f audited accepted%n",
                    task,
                    of.truth(),
                    shown(of.weighted()),
                    shown(of.unweighted()),
                    shown(of.naive()),
                    of.audited()));
    recovery(print, "darkened", result.darkened());
    recovery(print, "renamed", result.renamed());
    recovery(print, "unchanged", result.unchanged());
    output.end(result);
  }

  private static void recovery(
      PrintWriter print, String name, Map<String, RecalibrationSimulation.RecoveryOfTask> tasks) {
    print.println(
        name
            + ": precision and share of accepted before, mean and lowest after, share; root mean"
            + " square and worst error of the estimate before");
    tasks.forEach(
        (task, of) ->
            print.printf(
                Locale.ROOT,
                "%s: %s, %.3f; %.3f, %s, %.3f; %d below 0.88; %s%n",
                task,
                of.drifted().precision() == null
                    ? "-"
                    : String.format(Locale.ROOT, "%.3f", of.drifted().precision()),
                of.drifted().acceptedShare(),
                of.mean(),
                of.lowest() == null ? "none" : String.format(Locale.ROOT, "%.3f", of.lowest()),
                of.acceptedShare(),
                of.below(),
                shown(of.estimate())));
  }

  private static String shown(RecalibrationSimulation.Deviation error) {
    return String.format(Locale.ROOT, "%.4f %.4f", error.rootMeanSquare(), error.worst());
  }
}
