package io.cmaclip.trainer.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.trainer.baselines.BaselineScores;
import io.cmaclip.trainer.baselines.Baselines;
import io.cmaclip.trainer.metrics.TaskMetrics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip baselines}. */
@Command(
    name = "baselines",
    description = {
      "Measures simple baselines on labelled listings.",
      "",
      "Baselines: TF-IDF of the title (words, pairs of words, 3 to 5 characters), 24x32 pixels"
          + " with a colour histogram, and both together, each with logistic regression."
          + " Reports accuracy and recall at 90%% precision per task."
    })
final class BaselinesCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Training listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--test",
      required = true,
      paramLabel = "PATH",
      description = "Test listings: a folder or zip in ImageFolder form.")
  private Path test;

  @Mixin private DataSetOptions dataSet;

  @Option(
      names = "--tasks",
      paramLabel = "A,B,C",
      split = ",",
      description =
          "Columns to learn. Default: every column that looks like an attribute, as for train.")
  private List<String> tasks;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Learn from at most N listings, spread evenly over the file. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit = " + limit + ": must be at least 1");
    }
    List<Listing> training = read(data, limit);
    List<Listing> unseen = read(test, Long.MAX_VALUE);
    List<String> names = tasks == null ? Baselines.tasks(training) : tasks;
    if (names.isEmpty()) {
      throw new UserException(data + ": no column to learn");
    }
    for (String name : names) {
      if (training.stream().noneMatch(listing -> listing.fields().containsKey(name))) {
        throw new UserException("--tasks: no listing of " + data + " has the field " + name);
      }
    }
    List<BaselineScores> scores;
    try (ProgressBar progress = ProgressBar.start("baselines", "epochs", Baselines.steps())) {
      scores = new Baselines(training, names).measure(unseen, progress);
    }
    PrintWriter out = output.text();
    out.printf("learnt from %,d listings, measured on %,d%n", training.size(), unseen.size());
    out.println("accuracy / recall at 90% precision");
    table(out, names, scores);
    output.end(json(training.size(), unseen.size(), scores));
    return 0;
  }

  private List<Listing> read(Path path, long most) {
    try (ListingFolder folder = dataSet.open(path)) {
      long count = folder.count();
      long kept = Math.min(most, count);
      AtomicLong index = new AtomicLong();
      try (Stream<Listing> listings =
          folder
              .rows()
              .map(folder::good)
              .filter(
                  row -> {
                    long i = index.getAndIncrement();
                    return i * kept / count != (i + 1) * kept / count;
                  })
              .map(folder::withImage)) {
        return listings.toList();
      }
    }
  }

  private static void table(PrintWriter out, List<String> tasks, List<BaselineScores> scores) {
    out.printf("%-16s", "");
    scores.forEach(score -> out.printf("%-15s", score.name()));
    out.println();
    for (String task : tasks) {
      out.printf("%-16s", task);
      for (BaselineScores score : scores) {
        TaskMetrics metrics = score.tasks().get(task);
        out.print(cell(metrics.accuracy(), metrics.recallAtP90()));
      }
      out.println();
    }
    out.printf("%-16s", "mean");
    scores.forEach(score -> out.print(cell(score.meanAccuracy(), score.meanRecallAtP90())));
    out.println();
  }

  private static String cell(double accuracy, double recall) {
    return String.format(
        Locale.ROOT, "%-15s", String.format(Locale.ROOT, "%.3f / %.3f", accuracy, recall));
  }

  private static Map<String, Object> json(int trained, int measured, List<BaselineScores> scores) {
    Map<String, Object> baselines = new LinkedHashMap<>();
    for (BaselineScores score : scores) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("accuracy", score.meanAccuracy());
      entry.put("recallAtP90", score.meanRecallAtP90());
      entry.put("tasks", score.tasks());
      baselines.put(score.name(), entry);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("trainListings", trained);
    result.put("testListings", measured);
    result.put("baselines", baselines);
    return result;
  }
}
