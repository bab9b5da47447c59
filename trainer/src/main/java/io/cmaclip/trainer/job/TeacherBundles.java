package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.labels.BundleProbabilities;
import io.cmaclip.trainer.stages.TeacherAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The bundles of {@code --teacher}. Their answer to a listing is the mean of their calibrated
 * probabilities, so several teach as an ensemble.
 */
final class TeacherBundles {
  /** The logarithm of 0 would make the loss infinite. */
  private static final double LEAST_PROBABILITY = 1e-8;

  private final List<Bundle> bundles;

  /**
   * @param bundles at least one
   * @param image of the model to train
   * @throws UserException when a bundle needs images of another form, because the listings' images
   *     are decoded once
   */
  TeacherBundles(List<Bundle> bundles, ImageEncoder image) {
    this.bundles = List.copyOf(bundles);
    for (Bundle bundle : bundles) {
      ImageEncoder own = bundle.manifest().architecture().image();
      if (!form(own).equals(form(image))) {
        throw new UserException(
            "--teacher %s: it needs images of %s and the model to train has %s; they must be equal"
                .formatted(bundle.folder(), form(own), form(image)));
      }
    }
  }

  private static String form(ImageEncoder image) {
    return "%d x %d (%s)"
        .formatted(image.width(), image.height(), image.fit().name().toLowerCase(Locale.ROOT));
  }

  /**
   * Classifies listings.
   *
   * @throws UserException when no bundle knows a class that is to be learned, because it would be
   *     taught to be never right
   */
  TeacherAnswers answers(ListingSet listings, List<TaskClasses> tasks)
      throws IOException, InterruptedException {
    checkClasses(tasks);
    int width = tasks.stream().mapToInt(task -> task.classes().size()).sum();
    double[][] sums = new double[listings.size()][width];
    for (Bundle bundle : bundles) {
      add(bundle, listings, tasks, sums);
    }
    return new TeacherAnswers(
        bundles.stream().map(Bundle::fingerprint).collect(Collectors.joining(" ")),
        Arrays.stream(sums).map(sum -> logits(sum)).toList());
  }

  private void checkClasses(List<TaskClasses> tasks) {
    for (TaskClasses task : tasks) {
      for (String label : task.classes()) {
        if (bundles.stream().noneMatch(bundle -> classes(bundle, task.name()).contains(label))) {
          throw new UserException(
              "--teacher: no bundle has the class \"%s\" of task %s".formatted(label, task.name()));
        }
      }
    }
  }

  private static List<String> classes(Bundle bundle, String task) {
    return bundle.manifest().tasks().stream()
        .filter(own -> own.name().equals(task))
        .map(BundleTask::classes)
        .findFirst()
        .orElse(List.of());
  }

  private static void add(
      Bundle bundle, ListingSet listings, List<TaskClasses> tasks, double[][] sums)
      throws IOException, InterruptedException {
    List<CmaClipPredictor> predictors =
        CmaClipPredictor.load(
            bundle,
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Runtime.getRuntime().availableProcessors());
    try (ListingTokenizer tokenizer =
        ListingTokenizer.open(
            Files.readAllBytes(bundle.tokenizer()),
            bundle.manifest().architecture().text().context(),
            SpecialTokens.PLAIN)) {
      List<double[][]> rows =
          BundleProbabilities.of(predictors, new Source(listings, tokenizer), "teacher");
      List<String> order = bundle.manifest().tasks().stream().map(BundleTask::name).toList();
      int column = 0;
      for (TaskClasses task : tasks) {
        List<String> classes = classes(bundle, task.name());
        for (String label : task.classes()) {
          int number = classes.indexOf(label);
          for (int i = 0; number >= 0 && i < sums.length; i++) {
            double[][] row = rows.get(i);
            sums[i][column] += row == null ? 0 : row[order.indexOf(task.name())][number];
          }
          column++;
        }
      }
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  /** A softmax over a task's classes gives back the sums, divided by their total. */
  private static float[] logits(double[] sums) {
    float[] logits = new float[sums.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(Math.max(LEAST_PROBABILITY, sums[i]));
    }
    return logits;
  }

  /** The listings as a teacher reads them: the same images, its own tokens. */
  private record Source(ListingSet listings, ListingTokenizer tokenizer) implements ListingSource {
    @Override
    public int size() {
      return listings.size();
    }

    @Override
    public String title(int listing) {
      return listings.title(listing);
    }

    @Override
    public Map<String, String> fields(int listing) {
      return Map.of();
    }

    @Override
    public PreparedListing prepare(int listing) {
      return ListingSource.prepared(listings.pixels(listing), tokens(title(listing)));
    }

    @Override
    public int[] tokens(String title) {
      return title.isBlank() ? new int[0] : tokenizer.encode(title);
    }
  }
}
