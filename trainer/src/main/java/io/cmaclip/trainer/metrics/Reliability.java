package io.cmaclip.trainer.metrics;

import java.util.ArrayList;
import java.util.List;

/** A reliability diagram: how often answers of about the same confidence are right. */
public final class Reliability {
  private static final int BINS = 15;

  private Reliability() {}

  /**
   * One bin.
   *
   * @param items in it
   * @param confidence their mean
   * @param accuracy share of correct ones
   */
  public record Bin(int items, double confidence, double accuracy) {}

  /** The bins that hold anything, by rising confidence; the same 15 that the ECE is made of. */
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
