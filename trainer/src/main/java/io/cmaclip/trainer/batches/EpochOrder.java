package io.cmaclip.trainer.batches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Divides the listings of an epoch into batches. Listings are shuffled, then grouped by title
 * length, because text is trimmed to the longest title of a batch; then the batches are shuffled.
 */
public final class EpochOrder {
  /**
   * Listings are sorted by length within pools of this many batches: a compromise between even
   * lengths and random mixing.
   */
  private static final int POOL = 24;

  private EpochOrder() {}

  /**
   * Orders every listing once. A last batch of one listing joins the batch before it, because batch
   * norm needs two.
   *
   * @param listings listing numbers
   * @param length tokens of a listing's title
   */
  public static List<int[]> of(
      int[] listings, int batch, IntUnaryOperator length, SplittableRandom random) {
    int[] order = listings.clone();
    shuffle(order, random);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += POOL * batch) {
      int[] pool = Arrays.copyOfRange(order, from, Math.min(order.length, from + POOL * batch));
      int[] sorted =
          Arrays.stream(pool)
              .boxed()
              .sorted((a, b) -> Integer.compare(length.applyAsInt(a), length.applyAsInt(b)))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int start = 0; start < sorted.length; start += batch) {
        int end = sorted.length - start - batch == 1 ? sorted.length : start + batch;
        batches.add(Arrays.copyOfRange(sorted, start, Math.min(sorted.length, end)));
        start = end == sorted.length ? sorted.length : start;
      }
    }
    for (int i = batches.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int[] moved = batches.get(i);
      batches.set(i, batches.get(other));
      batches.set(other, moved);
    }
    return batches;
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = values[i];
      values[i] = values[other];
      values[other] = moved;
    }
  }
}
