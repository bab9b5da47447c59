package io.cmaclip.trainer.labels;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Confident learning (Northcutt, Jiang, Chuang 2021, "Confident Learning: Estimating Uncertainty in
 * Dataset Labels", JAIR 70) over one task: estimates how many items of each given label have which
 * true label, and takes that many items as label errors.
 *
 * @param probabilities out-of-sample probability of each class, one row per item
 * @param given class number of the given label of each item
 */
record ConfidentLearning(double[][] probabilities, int[] given) {
  /** Threshold of a class that no item has as its given label. */
  private static final double UNREACHABLE = Double.POSITIVE_INFINITY;

  /** Mean probability of a class over the items with this label: above it, an item counts. */
  double[] thresholds() {
    double[] sums = new double[classes()];
    int[] counts = counts();
    for (int item = 0; item < given.length; item++) {
      sums[given[item]] += probabilities[item][given[item]];
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] = counts[c] == 0 ? UNREACHABLE : sums[c] / counts[c];
    }
    return sums;
  }

  /**
   * The confident joint: items with given label i whose most probable class above its threshold is
   * j. Items without such a class are not counted.
   */
  int[][] confidentJoint() {
    double[] thresholds = thresholds();
    int[][] joint = new int[classes()][classes()];
    for (int item = 0; item < given.length; item++) {
      double[] p = probabilities[item];
      int best = -1;
      for (int c = 0; c < p.length; c++) {
        if (p[c] >= thresholds[c] && (best < 0 || p[c] > p[best])) {
          best = c;
        }
      }
      if (best >= 0) {
        joint[given[item]][best]++;
      }
    }
    return joint;
  }

  /**
   * Estimated number of items by given and true label: the confident joint with each row scaled to
   * the number of items with that label. A label that no item confidently has counts as right.
   */
  double[][] expectedCounts() {
    int[][] joint = confidentJoint();
    int[] counts = counts();
    double[][] expected = new double[classes()][classes()];
    for (int i = 0; i < expected.length; i++) {
      int confident = Arrays.stream(joint[i]).sum();
      for (int j = 0; j < expected.length; j++) {
        expected[i][j] =
            confident == 0
                ? (i == j ? counts[i] : 0)
                : (double) joint[i][j] * counts[i] / confident;
      }
    }
    return expected;
  }

  /** The expected counts in whole items, by largest remainders, so that rows keep their sums. */
  private int[][] roundedCounts() {
    double[][] expected = expectedCounts();
    int[] counts = counts();
    int[][] rounded = new int[expected.length][expected.length];
    for (int i = 0; i < expected.length; i++) {
      double[] row = expected[i];
      for (int j = 0; j < row.length; j++) {
        rounded[i][j] = (int) row[j];
      }
      int missing = counts[i] - Arrays.stream(rounded[i]).sum();
      int[] whole = rounded[i];
      // Equal counts give equal remainders: the later class first, and no difference by rounding.
      IntStream.range(0, row.length)
          .boxed()
          .sorted(
              Comparator.<Integer>comparingLong(j -> -Math.round((row[j] - (int) row[j]) * 1e9))
                  .thenComparing(Comparator.reverseOrder()))
          .limit(Math.max(0, missing))
          .forEach(j -> whole[j]++);
    }
    return rounded;
  }

  /** Whether each item is a label error. An item whose given label is the most probable is not. */
  boolean[] errors(Prune prune) {
    int[][] expected = roundedCounts();
    boolean[] errors =
        switch (prune) {
          case NOISE_RATE -> byNoiseRate(expected);
          case CLASS -> byClass(expected);
          case BOTH -> {
            boolean[] both = byNoiseRate(expected);
            boolean[] byClass = byClass(expected);
            for (int item = 0; item < both.length; item++) {
              both[item] &= byClass[item];
            }
            yield both;
          }
        };
    for (int item = 0; item < errors.length; item++) {
      errors[item] &= mostProbable(item) != given[item];
    }
    return errors;
  }

  /** Probability of the given label. */
  double selfConfidence(int item) {
    return probabilities[item][given[item]];
  }

  /** Probability of the given label minus that of the best other class, -1 to 1. */
  double normalisedMargin(int item) {
    double best = 0;
    for (int c = 0; c < classes(); c++) {
      best = c == given[item] ? best : Math.max(best, probabilities[item][c]);
    }
    return selfConfidence(item) - best;
  }

  int mostProbable(int item) {
    int best = 0;
    for (int c = 1; c < classes(); c++) {
      best = probabilities[item][c] > probabilities[item][best] ? c : best;
    }
    return best;
  }

  private boolean[] byNoiseRate(int[][] expected) {
    boolean[] errors = new boolean[given.length];
    for (int i = 0; i < expected.length; i++) {
      int[] items = itemsWith(i);
      int label = i;
      for (int j = 0; j < expected.length; j++) {
        int other = j;
        if (i != j && expected[i][j] > 0) {
          mark(
              errors,
              items,
              item -> probabilities[item][label] - probabilities[item][other],
              expected[i][j]);
        }
      }
    }
    return errors;
  }

  private boolean[] byClass(int[][] expected) {
    boolean[] errors = new boolean[given.length];
    for (int i = 0; i < expected.length; i++) {
      int wrong = Arrays.stream(expected[i]).sum() - expected[i][i];
      mark(errors, itemsWith(i), this::selfConfidence, wrong);
    }
    return errors;
  }

  private static void mark(boolean[] errors, int[] items, IntToDoubleFunction by, int count) {
    IntStream.of(items)
        .boxed()
        .sorted(Comparator.comparingDouble(by::applyAsDouble))
        .limit(count)
        .forEach(item -> errors[item] = true);
  }

  private int[] itemsWith(int label) {
    return IntStream.range(0, given.length).filter(item -> given[item] == label).toArray();
  }

  private int[] counts() {
    int[] counts = new int[classes()];
    for (int label : given) {
      counts[label]++;
    }
    return counts;
  }

  private int classes() {
    return probabilities.length == 0 ? 0 : probabilities[0].length;
  }
}
