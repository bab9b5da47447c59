package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.evaluation.MemorySource;
import io.cmaclip.trainer.labels.BundleProbabilities;
import io.cmaclip.trainer.stages.TeacherAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
   * Classifies the listings of each split.
   *
   * @return one entry per split
   * @throws UserException when no bundle knows a class that is to be learned, because it would be
   *     taught to be never right
   */
  List<TeacherAnswers> answers(List<ListingSet> splits, List<TaskClasses> tasks)
      throws IOException, InterruptedException {
    checkClasses(tasks);
    int width = tasks.stream().mapToInt(task -> task.classes().size()).sum();
    List<double[][]> sums = splits.stream().map(split -> new double[split.size()][width]).toList();
    for (Bundle bundle : bundles) {
      add(bundle, splits, tasks, sums);
    }
    String identity = bundles.stream().map(Bundle::fingerprint).collect(Collectors.joining(" "));
    return sums.stream()
        .map(
            split ->
                new TeacherAnswers(
                    identity, Arrays.stream(split).map(TeacherBundles::logits).toList()))
        .toList();
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
      Bundle bundle, List<ListingSet> splits, List<TaskClasses> tasks, List<double[][]> sums)
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
      for (int split = 0; split < splits.size(); split++) {
        // The teacher reads the same images, and the titles with its own tokens.
        MemorySource source = new MemorySource(raw(splits.get(split)), tokenizer::encode);
        add(bundle, BundleProbabilities.of(predictors, source, "teacher"), tasks, sums.get(split));
      }
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  private static void add(
      Bundle bundle, List<double[][]> rows, List<TaskClasses> tasks, double[][] sums) {
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
  }

  private static List<RawListing> raw(ListingSet listings) {
    return IntStream.range(0, listings.size())
        .mapToObj(
            i ->
                new RawListing(
                    listings.title(i),
                    null,
                    Map.of(),
                    listings.hasImage(i) ? () -> listings.pixels(i) : null))
        .toList();
  }

  /** A softmax over a task's classes gives back the sums, divided by their total. */
  private static float[] logits(double[] sums) {
    float[] logits = new float[sums.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(Math.max(LEAST_PROBABILITY, sums[i]));
    }
    return logits;
  }
}
