package io.cmaclip.trainer.baselines;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.trainer.baselines.SoftmaxRegression.Settings;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.data.TaskSelection;
import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.TaskMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Trains the three baselines on one set of listings and measures them on another. */
public final class Baselines {
  private static final int EPOCHS = 12;
  private static final int BATCH = 128;
  private static final Settings SETTINGS = new Settings(EPOCHS, BATCH, 2e-2, 4e-4, 2e-5, 1e-3, 1);
  private static final int MISSING = -1;
  private static final Set<String> NOT_TASKS = Set.of("noise", "description");

  private final List<String> tasks;
  private final List<List<String>> classes;
  private final TfIdf words;
  private final TfIdf characters;
  private final ImageScale scale;
  private final ImageFeatures imageFeatures = new ImageFeatures();
  private final Examples train;

  /**
   * Extracts the features of the training listings.
   *
   * @param tasks names of the fields to learn
   */
  public Baselines(List<Listing> training, List<String> tasks) {
    this.tasks = List.copyOf(tasks);
    classes = tasks.stream().map(task -> classes(training, task)).toList();
    List<String> titles = training.stream().map(Listing::title).toList();
    words = TfIdf.learn(TitleTerms.words(), titles);
    characters = TfIdf.learn(TitleTerms.characters(), titles);
    float[][] images = images(training);
    scale = ImageScale.learn(images, ImageFeatures.SIZE);
    scale.apply(images);
    train = new Examples(vectors(training), images, labels(training));
  }

  /** Fields with at least two values, except those that are not labels. */
  public static List<String> tasks(List<Listing> training) {
    List<Map<String, String>> fields = new ArrayList<>();
    for (Listing listing : training) {
      Map<String, String> labels = new LinkedHashMap<>(listing.fields());
      labels.keySet().removeAll(NOT_TASKS);
      fields.add(labels);
    }
    return TaskSelection.of(fields, List.of()).tasks().stream().map(TaskClasses::name).toList();
  }

  /** Number of steps of the progress bar of {@link #measure}. */
  public static int steps() {
    return 3 * EPOCHS;
  }

  /** Trains and measures the baselines "title", "image" and "both", in this order. */
  public List<BaselineScores> measure(List<Listing> test, ProgressBar progress) {
    Examples unseen = examples(test);
    int title = words.size() + characters.size();
    int image = ImageFeatures.SIZE;
    return List.of(
        new BaselineScores(
            "title", measure(train.titlesOnly(), unseen.titlesOnly(), title, 0, progress)),
        new BaselineScores(
            "image", measure(train.imagesOnly(), unseen.imagesOnly(), 0, image, progress)),
        new BaselineScores("both", measure(train, unseen, title, image, progress)));
  }

  /** Number of steps of the progress bar of {@link #probabilities}. */
  public static int epochs() {
    return EPOCHS;
  }

  /** The labels of a task in the training listings, sorted. */
  public List<String> classes(int task) {
    return classes.get(task);
  }

  /**
   * Trains the baseline "both" and classifies other listings.
   *
   * @return probabilities by task, listing and class
   */
  public float[][][] probabilities(List<Listing> others, ProgressBar progress) {
    Examples unseen = examples(others);
    SoftmaxRegression regression =
        learn(train, words.size() + characters.size(), ImageFeatures.SIZE, progress);
    float[][][] probabilities = new float[tasks.size()][unseen.size()][];
    for (int task = 0; task < tasks.size(); task++) {
      for (int row = 0; row < unseen.size(); row++) {
        probabilities[task][row] = regression.probabilities(unseen, row, task);
      }
    }
    return probabilities;
  }

  private Examples examples(List<Listing> listings) {
    float[][] images = images(listings);
    scale.apply(images);
    return new Examples(vectors(listings), images, labels(listings));
  }

  private SoftmaxRegression learn(
      Examples seen, int titleFeatures, int imageFeatures, ProgressBar progress) {
    return SoftmaxRegression.learn(
        seen,
        titleFeatures,
        imageFeatures,
        classes.stream().mapToInt(List::size).toArray(),
        SETTINGS,
        epoch -> progress.step(1));
  }

  private Map<String, TaskMetrics> measure(
      Examples seen, Examples unseen, int titleFeatures, int imageFeatures, ProgressBar progress) {
    SoftmaxRegression regression = learn(seen, titleFeatures, imageFeatures, progress);
    Map<String, TaskMetrics> measures = new LinkedHashMap<>();
    for (int task = 0; task < tasks.size(); task++) {
      List<Answer> answers = new ArrayList<>();
      for (int row = 0; row < unseen.size(); row++) {
        int label = unseen.labels()[row][task];
        if (label != MISSING) {
          answers.add(answer(regression.probabilities(unseen, row, task), label));
        }
      }
      measures.put(tasks.get(task), TaskMetrics.of(answers));
    }
    return measures;
  }

  private static Answer answer(float[] probabilities, int label) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return new Answer(Math.min(1, probabilities[best]), best == label);
  }

  /** The labels of a task in some listings, sorted. */
  public static List<String> classes(List<Listing> listings, String task) {
    return listings.stream()
        .map(listing -> listing.fields().get(task))
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .toList();
  }

  private SparseVector[] vectors(List<Listing> listings) {
    return listings.stream()
        .map(
            listing ->
                SparseVector.join(
                    words.of(listing.title()), words.size(), characters.of(listing.title())))
        .toArray(SparseVector[]::new);
  }

  private float[][] images(List<Listing> listings) {
    float[][] images = new float[listings.size()][];
    IntStream.range(0, images.length)
        .parallel()
        .forEach(row -> images[row] = imageFeatures.of(listings.get(row).image()));
    return images;
  }

  /** A class that is not in the training data gets a number that is never predicted. */
  private int[][] labels(List<Listing> listings) {
    return listings.stream()
        .map(
            listing ->
                IntStream.range(0, tasks.size())
                    .map(task -> label(listing.fields().get(tasks.get(task)), classes.get(task)))
                    .toArray())
        .toArray(int[][]::new);
  }

  private static int label(String value, List<String> classes) {
    if (value == null) {
      return MISSING;
    }
    int number = Collections.binarySearch(classes, value);
    return number < 0 ? classes.size() : number;
  }
}
