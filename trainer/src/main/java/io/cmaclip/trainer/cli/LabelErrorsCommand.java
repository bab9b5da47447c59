package io.cmaclip.trainer.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.baselines.Baselines;
import io.cmaclip.trainer.evaluation.FolderSource;
import io.cmaclip.trainer.labels.BundleProbabilities;
import io.cmaclip.trainer.labels.CrossFitting;
import io.cmaclip.trainer.labels.GivenLabels;
import io.cmaclip.trainer.labels.LabelError;
import io.cmaclip.trainer.labels.Prune;
import io.cmaclip.trainer.labels.WrongLabels;
import io.cmaclip.trainer.prediction.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip label-errors}. */
@Command(
    name = "label-errors",
    description = {
      "Finds labels that are probably wrong (confident learning), most certain first.",
      "",
      "With --bundle, the bundle classifies the listings, which it must not have been trained on."
          + " Without it, logistic regression is cross-fitted: the listings of a fold are"
          + " classified by a model of the other folds. Changes nothing; --keys writes the"
          + " listings for \"cmaclip reclassify --keys FILE --review\"."
    })
final class LabelErrorsCommand implements Callable<Integer> {
  /** The order of label errors. */
  enum Rank {
    MARGIN,
    SELF_CONFIDENCE;

    Comparator<LabelError> order() {
      return this == MARGIN
          ? Comparator.comparingDouble(LabelError::margin)
          : Comparator.comparingDouble(LabelError::selfConfidence);
    }
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Labelled listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "A bundle that was not trained on these listings. Default: cross-fitting.")
  private Path bundle;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Folds of the cross-fitting, 2 to 20. Default: ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--tasks",
      paramLabel = "A,B,C",
      split = ",",
      description = "Only these tasks. Default: all.")
  private List<String> tasks = List.of();

  @Option(
      names = "--prune",
      paramLabel = "RULE",
      defaultValue = "noise-rate",
      description =
          "Which labels count as errors: noise-rate, class or both (docs/label-errors.md)."
              + " Default: ${DEFAULT-VALUE}.")
  private String prune;

  @Option(
      names = "--rank",
      paramLabel = "ORDER",
      defaultValue = "margin",
      description =
          "margin (probability of the label minus that of the best other class) or"
              + " self-confidence (probability of the label). Default: ${DEFAULT-VALUE}.")
  private String rank;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "200",
      description = "Report at most N labels, at least 1. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--out",
      paramLabel = "FILE.jsonl",
      description = "Write the reported labels, one JSON object per line.")
  private Path out;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Write the ids of the reported listings, one per line, each once.")
  private Path keys;

  @Option(
      names = "--inject",
      paramLabel = "SHARE",
      description =
          "Self-check: first replace this share of the labels of each task by those of other"
              + " listings, and report how many of the labels found are such. Above 0, at most"
              + " 0.5.")
  private Double inject;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of --inject. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private DataSetOptions dataSet;
  @Mixin private ImageDecodeOption imageDecode;
  @Mixin private PredictorOptions predictorOptions;
  @Mixin private ResultOutput output;

  /** A line of {@code --out}, and an entry of {@code errors} in the output of {@code --json}. */
  record Line(
      String id,
      String task,
      String given,
      String suggested,
      double selfConfidence,
      double margin) {}

  /**
   * Figures of a task.
   *
   * @param labels labels that were judged
   * @param estimatedErrors estimated number of wrong labels
   * @param found labels that are probably wrong
   */
  record OfTask(int labels, double estimatedErrors, int found) {}

  /**
   * Result of {@code --inject}.
   *
   * @param injected labels that were replaced
   * @param reported labels reported, after {@code --limit}
   * @param real reported labels that were replaced
   */
  record SelfCheck(long injected, int reported, long real, double precision) {}

  /** Output of {@code --json}. */
  record Result(
      int listings,
      String probabilities,
      Map<String, OfTask> tasks,
      List<Line> errors,
      SelfCheck selfCheck) {}

  /** Given labels by task, and the listings that they belong to. */
  private record Judged(List<Listing> listings, List<GivenLabels> tasks, WrongLabels injected) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Arguments.inRange("--folds", folds, 2, 20);
    Arguments.inRange("--limit", limit, 1, Integer.MAX_VALUE);
    Arguments.file("--out", out);
    Arguments.file("--keys", keys);
    Prune rule = choice(Prune.class, "--prune", prune);
    Rank order = choice(Rank.class, "--rank", rank);
    if (inject != null && !(inject > 0 && inject <= 0.5)) {
      throw new UsageException("--inject = " + inject + ": must be above 0 and at most 0.5");
    }
    Judged judged = bundle == null ? crossFitted() : byBundle();
    List<LabelError> all = new ArrayList<>();
    Map<String, OfTask> figures = new LinkedHashMap<>();
    for (GivenLabels task : judged.tasks()) {
      List<LabelError> errors = task.errors(rule);
      all.addAll(errors);
      figures.put(
          task.task(), new OfTask(task.given().length, task.estimatedErrors(), errors.size()));
    }
    all.sort(order.order());
    List<LabelError> first = all.subList(0, Math.min(limit, all.size()));
    List<Line> lines = first.stream().map(error -> line(error, judged.listings())).toList();
    write(out, lines.stream().map(JsonOutput::line).toList());
    write(keys, lines.stream().map(Line::id).distinct().toList());
    report(
        new Result(
            judged.listings().size(),
            bundle == null ? "cross-fitted, " + folds + " folds" : bundle.toString(),
            figures,
            lines,
            selfCheck(judged.injected(), first)));
    return 0;
  }

  private Judged byBundle() throws IOException, InterruptedException {
    Bundle model = Bundle.open(bundle);
    List<String> wanted =
        wanted(model.manifest().tasks().stream().map(BundleTask::name).toList(), "the bundle");
    try (ListingFolder folder = ListingFolder.open(data, dataSet.options().withFields(wanted));
        ListingPreprocessor preprocessor =
            model.preprocessor(
                ImageLimits.DEFAULT, imageDecode.orElse(model.manifest().imageDecode()))) {
      List<Listing> listings = listings(folder);
      WrongLabels injected = inject(listings, wanted);
      List<CmaClipPredictor> predictors =
          CmaClipPredictor.load(model, predictorOptions.settings(), predictorOptions.workers());
      try {
        List<GivenLabels> all =
            BundleProbabilities.of(
                predictors, new FolderSource(folder, preprocessor), injected.labels());
        return new Judged(
            listings, all.stream().filter(task -> wanted.contains(task.task())).toList(), injected);
      } finally {
        predictors.forEach(CmaClipPredictor::close);
      }
    }
  }

  private Judged crossFitted() {
    try (ListingFolder folder = dataSet.open(data)) {
      List<Listing> listings = listings(folder).stream().map(folder::withImage).toList();
      List<String> wanted = wanted(Baselines.tasks(listings), "the data set");
      WrongLabels injected = inject(listings, wanted);
      List<Listing> labelled = new ArrayList<>();
      for (int i = 0; i < listings.size(); i++) {
        Listing listing = listings.get(i);
        labelled.add(
            new Listing(
                listing.id(),
                listing.title(),
                listing.fileName(),
                listing.image(),
                injected.labels().get(i)));
      }
      try (ProgressBar bar =
          ProgressBar.start("label-errors", "epochs", CrossFitting.steps(folds))) {
        return new Judged(listings, CrossFitting.of(labelled, wanted, folds, bar), injected);
      }
    }
  }

  private List<Listing> listings(ListingFolder folder) {
    try (Stream<ListingRow> rows = folder.rows()) {
      List<Listing> listings = rows.map(folder::good).toList();
      if (listings.isEmpty()) {
        throw new UserException(data + ": " + folder.metadata() + " has no listing");
      }
      return listings;
    }
  }

  private List<String> wanted(List<String> known, String of) {
    for (String task : tasks) {
      if (!known.contains(task)) {
        throw new UsageException(
            "--tasks = " + task + ": must be a task of " + of + ": " + String.join(", ", known));
      }
    }
    return tasks.isEmpty() ? known : tasks;
  }

  private WrongLabels inject(List<Listing> listings, List<String> wanted) {
    return new WrongLabels(
        listings.stream().map(Listing::fields).toList(), wanted, inject == null ? 0 : inject, seed);
  }

  private SelfCheck selfCheck(WrongLabels injected, List<LabelError> reported) {
    if (inject == null) {
      return null;
    }
    long real = reported.stream().filter(injected::isWrong).count();
    return new SelfCheck(
        injected.count(), reported.size(), real, (double) real / Math.max(1, reported.size()));
  }

  private static Line line(LabelError error, List<Listing> listings) {
    return new Line(
        listings.get(error.listing()).id(),
        error.task(),
        error.given(),
        error.suggested(),
        error.selfConfidence(),
        error.margin());
  }

  private static void write(Path file, List<String> lines) throws IOException {
    if (file != null) {
      try (AtomicFile target = new AtomicFile(file)) {
        target.writeLines(lines);
        target.finish();
      }
    }
  }

  private void report(Result result) {
    PrintWriter print = output.text();
    print.printf("%,d listings, probabilities: %s%n", result.listings(), result.probabilities());
    result
        .tasks()
        .forEach(
            (task, of) ->
                print.printf(
                    Locale.ROOT,
                    "%s: %,d labels, about %.0f wrong, %,d found%n",
                    task,
                    of.labels(),
                    of.estimatedErrors(),
                    of.found()));
    result
        .errors()
        .forEach(
            line ->
                print.printf(
                    Locale.ROOT,
                    "%s %s: %s, probably %s (margin %.3f)%n",
                    line.id(),
                    line.task(),
                    line.given(),
                    line.suggested(),
                    line.margin()));
    if (result.selfCheck() != null) {
      print.printf(
          Locale.ROOT,
          "self-check: %,d labels replaced; of %,d reported, %,d are such (%.3f)%n",
          result.selfCheck().injected(),
          result.selfCheck().reported(),
          result.selfCheck().real(),
          result.selfCheck().precision());
    }
    output.end(result);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String option, String value) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(value)) {
        return constant;
      }
      allowed.add(name);
    }
    throw new UsageException(option + " = " + value + ": must be " + String.join(", ", allowed));
  }
}
