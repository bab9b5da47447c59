package io.cmaclip.trainer.baselines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Multinomial logistic regression with an L2 penalty, for several tasks over the same features:
 * cross-entropy per task, without missing labels. Trained by Adam on small batches with a cosine
 * schedule. The seed determines the result, whatever the number of threads.
 */
final class SoftmaxRegression {
  /**
   * @param epochs passes over the examples
   * @param batch rows per step
   * @param titleRate initial learning rate of title weights
   * @param imageRate initial learning rate of image weights
   * @param titleRidge L2 penalty on title weights, per row
   * @param imageRidge L2 penalty on image weights, per row
   * @param seed of the order of the examples
   */
  record Settings(
      int epochs,
      int batch,
      double titleRate,
      double imageRate,
      double titleRidge,
      double imageRidge,
      long seed) {}

  private final int[] offsets;
  private final int all;
  private final FeatureBlock titles;
  private final FeatureBlock images;
  private final FeatureBlock bias;

  private SoftmaxRegression(int[] classes, int titleFeatures, int imageFeatures) {
    offsets = new int[classes.length + 1];
    for (int task = 0; task < classes.length; task++) {
      offsets[task + 1] = offsets[task] + classes[task];
    }
    all = offsets[classes.length];
    titles = new FeatureBlock(titleFeatures, all);
    images = new FeatureBlock(imageFeatures, all);
    bias = new FeatureBlock(1, all);
  }

  /**
   * @param classes number of classes of each task
   * @param epochDone receives the number of each finished epoch
   */
  static SoftmaxRegression learn(
      Examples examples,
      int titleFeatures,
      int imageFeatures,
      int[] classes,
      Settings settings,
      IntConsumer epochDone) {
    SoftmaxRegression regression = new SoftmaxRegression(classes, titleFeatures, imageFeatures);
    int[] order = IntStream.range(0, examples.size()).toArray();
    SplittableRandom random = new SplittableRandom(settings.seed());
    int steps = (order.length + settings.batch() - 1) / settings.batch();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      for (int step = 0; step < steps; step++) {
        int from = step * settings.batch();
        int[] rows =
            Arrays.copyOfRange(order, from, Math.min(order.length, from + settings.batch()));
        double done = (epoch * (double) steps + step) / (settings.epochs() * (double) steps);
        regression.step(examples, rows, settings, (1 + Math.cos(Math.PI * done)) / 2);
      }
      epochDone.accept(epoch);
    }
    return regression;
  }

  /** Probabilities of one task's classes. */
  float[] probabilities(Examples examples, int row, int task) {
    float[] logits = logits(examples, row);
    softmax(logits, offsets[task], offsets[task + 1]);
    return Arrays.copyOfRange(logits, offsets[task], offsets[task + 1]);
  }

  private void step(Examples examples, int[] rows, Settings settings, double schedule) {
    float[][] deltas = new float[rows.length][];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(i -> deltas[i] = delta(examples, rows[i], 1f / rows.length));
    float titleRate = (float) (settings.titleRate() * schedule);
    float imageRate = (float) (settings.imageRate() * schedule);

    float[] gradient = new float[all];
    for (float[] delta : deltas) {
      add(gradient, 1, delta);
    }
    bias.step(0, gradient, Math.max(titleRate, imageRate), 0);

    List<List<int[]>> uses = new ArrayList<>();
    List<Integer> touched = new ArrayList<>();
    gather(examples, rows, touched, uses);
    IntStream.range(0, touched.size())
        .parallel()
        .forEach(
            t -> {
              float[] g = new float[all];
              for (int[] use : uses.get(t)) {
                add(g, Float.intBitsToFloat(use[1]), deltas[use[0]]);
              }
              titles.step(touched.get(t), g, titleRate, (float) settings.titleRidge());
            });
    IntStream.range(0, images.features())
        .parallel()
        .forEach(
            feature -> {
              float[] g = new float[all];
              for (int i = 0; i < rows.length; i++) {
                float[] image = examples.images()[rows[i]];
                if (image != null && image[feature] != 0) {
                  add(g, image[feature], deltas[i]);
                }
              }
              images.step(feature, g, imageRate, (float) settings.imageRidge());
            });
  }

  /** The uses of each title feature in the batch: index of the row and bits of the value. */
  private static void gather(
      Examples examples, int[] rows, List<Integer> touched, List<List<int[]>> uses) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      SparseVector title = examples.titles()[rows[i]];
      for (int j = 0; j < title.index().length; j++) {
        int place = places.computeIfAbsent(title.index()[j], feature -> places.size());
        if (place == touched.size()) {
          touched.add(title.index()[j]);
          uses.add(new ArrayList<>());
        }
        uses.get(place).add(new int[] {i, Float.floatToRawIntBits(title.value()[j])});
      }
    }
  }

  /** The loss's gradient with respect to the logits of one row. */
  private float[] delta(Examples examples, int row, float share) {
    float[] delta = logits(examples, row);
    for (int task = 0; task + 1 < offsets.length; task++) {
      int label = examples.labels()[row][task];
      if (label < 0) {
        Arrays.fill(delta, offsets[task], offsets[task + 1], 0);
        continue;
      }
      softmax(delta, offsets[task], offsets[task + 1]);
      delta[offsets[task] + label] -= 1;
      for (int k = offsets[task]; k < offsets[task + 1]; k++) {
        delta[k] *= share;
      }
    }
    return delta;
  }

  private float[] logits(Examples examples, int row) {
    float[] logits = new float[all];
    bias.score(0, 1, logits);
    SparseVector title = examples.titles()[row];
    for (int j = 0; j < title.index().length; j++) {
      titles.score(title.index()[j], title.value()[j], logits);
    }
    float[] image = examples.images()[row];
    if (image != null) {
      for (int feature = 0; feature < image.length; feature++) {
        if (image[feature] != 0) {
          images.score(feature, image[feature], logits);
        }
      }
    }
    return logits;
  }

  private static void softmax(float[] values, int from, int to) {
    float most = Float.NEGATIVE_INFINITY;
    for (int k = from; k < to; k++) {
      most = Math.max(most, values[k]);
    }
    float sum = 0;
    for (int k = from; k < to; k++) {
      values[k] = (float) Math.exp(values[k] - most);
      sum += values[k];
    }
    for (int k = from; k < to; k++) {
      values[k] /= sum;
    }
  }

  private static void add(float[] sum, float factor, float[] values) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * values[k];
    }
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
