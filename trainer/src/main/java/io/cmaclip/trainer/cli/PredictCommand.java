package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.trainer.prediction.Answering;
import io.cmaclip.trainer.prediction.AtomicFile;
import io.cmaclip.trainer.prediction.BulkPrediction;
import io.cmaclip.trainer.prediction.PredictionLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip predict}. */
@Command(
    name = "predict",
    description = {
      "Classifies every listing of a data set and writes one JSON line per listing.",
      "",
      "Lines are in the order of the metadata. A listing with neither a readable image nor a"
          + " title has a line without tasks. The file appears once it is complete."
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private BundleDataOptions input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.jsonl",
      description = "The predictions file to write.")
  private Path out;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Listings per inference call, 1 to 4096. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Mixin private PredictorOptions predictorOptions;

  @Mixin private ResultOutput output;

  /** Output of {@code --json}. */
  record Summary(long listings, long labelled, long review, double seconds) {}

  @Override
  public Integer call() throws Exception {
    int workers = predictorOptions.workers();
    Arguments.inRange("--batch-size", batchSize, 1, 4096);
    Arguments.file("--out", out);
    PredictorSettings settings = predictorOptions.settings();
    try (ListingFolder folder = input.open()) {
      long rows = checkRows(folder);
      Bundle bundle = input.openBundle();
      List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, settings, workers);
      try (ListingPreprocessor preprocessor = input.preprocessor(bundle)) {
        ReviewPolicy policy =
            ReviewPolicy.of(predictors.get(0).manifest(), ReviewSettings.OF_BUNDLE);
        report(
            write(
                folder,
                rows,
                new Answering(preprocessor, policy),
                new BulkPrediction<>(predictors)));
      } finally {
        predictors.forEach(CmaClipPredictor::close);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Checks every row before the work begins, so that a bad last line does not cost an hour. */
  private static long checkRows(ListingFolder folder) {
    try (Stream<ListingRow> rows = folder.rows()) {
      return rows.map(folder::good).mapToLong(listing -> 1).sum();
    }
  }

  private Summary write(
      ListingFolder folder,
      long rows,
      Answering answering,
      BulkPrediction<ListingPredictor> predictors)
      throws Exception {
    long start = System.nanoTime();
    long[] labelled = new long[1];
    long[] review = new long[1];
    try (AtomicFile file = file();
        ProgressBar progress = ProgressBar.start("predict", "listings", rows)) {
      answering.answer(
          folder,
          predictors,
          batchSize,
          answers -> {
            file.writeLines(answers.stream().map(PredictionLine::of).toList());
            labelled[0] += answers.stream().filter(a -> a.prediction() != null).count();
            review[0] += answers.stream().filter(a -> !a.reasons().isEmpty()).count();
            progress.step(answers.size());
          });
      file.finish();
    }
    return new Summary(rows, labelled[0], review[0], (System.nanoTime() - start) / 1e9);
  }

  private AtomicFile file() {
    try {
      return new AtomicFile(out);
    } catch (IOException e) {
      throw new UserException("--out = " + out + ": cannot be written: " + e, e);
    }
  }

  private void report(Summary summary) {
    PrintWriter print = output.text();
    if (output.isJson()) {
      output.end(summary);
      return;
    }
    print.printf(
        "%,d listings in %s: %,d labelled, %,d for review%n",
        summary.listings(), out, summary.labelled(), summary.review());
    print.flush();
  }
}
