package io.cmaclip.model.explain;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Inner products of queries and keys (paper, section 4.4.2 and figure 2).
 *
 * @param values layers, heads, tokens, patches, row-major
 */
public record AttentionProducts(int layers, int heads, int tokens, int patches, float[] values) {
  public AttentionProducts {
    if (values.length != layers * heads * tokens * patches) {
      throw new IllegalArgumentException("values do not fit the shape");
    }
  }

  /**
   * The mean over tokens, layers and heads.
   *
   * @param positions of the tokens, from 0; at least one
   * @param layer from 1; 0 = all
   * @param head from 1; 0 = all
   * @return one number per patch
   */
  public double[] mean(List<Integer> positions, int layer, int head) {
    double[] sum = new double[patches];
    int[] chosenLayers = layer == 0 ? range(layers) : new int[] {layer - 1};
    int[] chosenHeads = head == 0 ? range(heads) : new int[] {head - 1};
    for (int l : chosenLayers) {
      for (int h : chosenHeads) {
        for (int token : positions) {
          int row = ((l * heads + h) * tokens + token) * patches;
          for (int p = 0; p < patches; p++) {
            sum[p] += values[row + p];
          }
        }
      }
    }
    double count = (double) chosenLayers.length * chosenHeads.length * positions.size();
    for (int p = 0; p < patches; p++) {
      sum[p] /= count;
    }
    return sum;
  }

  private static int[] range(int end) {
    return IntStream.range(0, end).toArray();
  }
}
