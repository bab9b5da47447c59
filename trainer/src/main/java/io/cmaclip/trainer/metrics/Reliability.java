package io.cmaclip.trainer.metrics;

import java.util.ArrayList;
import java.util.List;

/** A reliability diagram: accuracy by confidence. */
public final class Reliability {
  private static final int BINS = 15;

  private Reliability() {}

  /**
   * One bin.
   *
   * @param items number of answers
   * @param confidence mean confidence
   * @param accuracy share of correct answers
   */
  public record Bin(int items, double confidence, double accuracy) {}

  /** The non-empty bins of the ECE, by ascending confidence. */
  public static List<Bin> of(List<Answer> answers) {
    int[] items = new int[BINS];
    int[] correct = new int[BINS];
    double[] confidence = new double[BINS];
    for (Answer answer : answers) {
      int bin = Math.min(BINS - 1, (int) (answer.confidence() * BINS));
      items[bin]++;
      correct[bin] += answer.correct() ? 1 : 0;
      confidence[bin] += answer.confidence();
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (items[b] > 0) {
        bins.add(new Bin(items[b], confidence[b] / items[b], (double) correct[b] / items[b]));
      }
    }
    return bins;
  }
}
