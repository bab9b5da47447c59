package io.cmaclip.trainer.cli;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.EvaluationSettings;
import io.cmaclip.trainer.evaluation.Evaluator;
import io.cmaclip.trainer.evaluation.PairwiseEvaluator;
import io.cmaclip.trainer.evaluation.TrainingFacts;
import io.cmaclip.trainer.report.EvaluationPage;
import io.cmaclip.trainer.report.EvaluationTable;
import io.cmaclip.trainer.report.Images;
import io.cmaclip.trainer.report.PairwiseTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Measures a bundle on labelled listings.",
      "",
      "Reports accuracy, macro-F1, recall at 90%% precision, calibration and acceptance per"
          + " task, with both modalities and with one hidden; the noise scores against the"
          + " field \"noise\" and on corrupted images and titles; the modality weights of"
          + " corrupted listings; slices."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private BundleDataOptions input;

  @Option(
      names = "--training",
      paramLabel = "PATH",
      description =
          "The bundle's training listings: adds the slice of unseen titles, and determines the"
              + " majority class.")
  private Path training;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for metrics.json and report.html.")
  private Path out;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "Another bundle with the same tasks. Reports listings that only one of the two labels"
              + " correctly, how many of their titles lack the label's word, and both"
              + " accuracies with the word added.")
  private Path against;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "Zero-shot evaluation without the heads: a prompt with {} for the label; may be"
              + " repeated. Compares the embedding of the image (or of the title, without an"
              + " image) with the prompts' embeddings. There is no calibration or acceptance in"
              + " this mode.")
  private List<String> prompts = List.of();

  @Option(
      names = "--slice",
      paramLabel = "TASK",
      description =
          "Also reports all figures for each label of this task; may be repeated. Default:"
              + " gender, if that is a task.")
  private List<String> slices = List.of();

  @Mixin private PredictorOptions predictorOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = predictorOptions.workers();
    Arguments.folder("--out", out);
    Prompts.check(prompts);
    PredictorSettings settings = predictorOptions.settings();
    Bundle bundle = input.openBundle();
    Bundle other = against == null ? null : Bundle.open(against);
    try (BundleListings listings = input.openSome(bundle)) {
      Evaluation evaluation =
          new Evaluator(bundle, facts(bundle), evaluationSettings(bundle))
              .evaluate(listings.source(), listings.name(), settings, workers);
      if (other != null) {
        evaluation =
            evaluation.with(PairwiseEvaluator.evaluate(bundle, other, listings.folder(), settings));
      }
      report(evaluation, new Images(listings.source(), bundle.manifest().architecture().image()));
    }
    return 0;
  }

  private EvaluationSettings evaluationSettings(Bundle bundle) {
    List<String> tasks = bundle.manifest().tasks().stream().map(BundleTask::name).toList();
    for (String slice : slices) {
      if (!tasks.contains(slice)) {
        throw new UsageException(
            "--slice = " + slice + ": must be a task of the bundle: " + String.join(", ", tasks));
      }
    }
    return new EvaluationSettings(
        prompts, slices.isEmpty() ? EvaluationSettings.DEFAULT.slicedBy() : slices);
  }

  private TrainingFacts facts(Bundle bundle) {
    if (training == null) {
      return TrainingFacts.UNKNOWN;
    }
    try (ListingFolder folder = input.open(training, bundle);
        Stream<ListingRow> rows = folder.rows()) {
      List<Listing> listings = rows.map(folder::good).toList();
      return TrainingFacts.of(
          listings.stream().map(Listing::title).toList(),
          listings.stream().map(Listing::fields).toList());
    }
  }

  private void report(Evaluation evaluation, Images images) throws IOException {
    PrintWriter print = output.text();
    print.printf(
        "%s %s on %,d listings of %s%n",
        evaluation.bundle().name(),
        evaluation.bundle().version(),
        evaluation.listings(),
        evaluation.data());
    print.print(EvaluationTable.of(evaluation));
    if (evaluation.pairwise() != null) {
      print.print(PairwiseTable.of(evaluation.pairwise()));
    }
    if (out != null) {
      Files.createDirectories(out);
      Files.writeString(out.resolve("metrics.json"), JsonOutput.line(evaluation) + "\n");
      Files.writeString(out.resolve("report.html"), EvaluationPage.of(evaluation, images));
    }
    output.end(evaluation);
  }
}
