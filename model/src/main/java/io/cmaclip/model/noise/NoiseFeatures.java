package io.cmaclip.model.noise;

import java.util.Arrays;
import java.util.List;

/** Features of the noise scores, shared by training and serving. */
public final class NoiseFeatures {
  /** Number of features of a mismatch. */
  public static final int MISMATCH = 2;

  /** Number of features of an image besides its embedding. */
  public static final int IMAGE_EXTRA = 8;

  /** Number of features of a title besides its embedding. */
  public static final int TEXT_EXTRA = 4;

  private static final int LEVELS = 256;

  private NoiseFeatures() {}

  /**
   * Features of the match of image and title: cosine of the embeddings, and the mean over tasks of
   * the total-variation distance between the predictions from image alone and from text alone.
   *
   * @param image embedding of L2 norm 1
   * @param text embedding of L2 norm 1
   * @param imageAlone per task, calibrated probabilities from the image alone; empty without
   *     auxiliary heads, which gives distance 0
   * @param textAlone the same from the title alone
   * @return {@link #MISMATCH} numbers
   */
  public static double[] mismatch(
      float[] image, float[] text, List<double[]> imageAlone, List<double[]> textAlone) {
    double cosine = 0;
    for (int i = 0; i < image.length; i++) {
      cosine += (double) image[i] * text[i];
    }
    double distance = 0;
    for (int task = 0; task < imageAlone.size(); task++) {
      double[] p = imageAlone.get(task);
      double[] q = textAlone.get(task);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += Math.abs(p[i] - q[i]);
      }
      distance += sum / 2 / imageAlone.size();
    }
    return new double[] {cosine, distance};
  }

  /**
   * Features of an image: its embedding, then the standard deviation of each channel, the mean
   * absolute difference of horizontally and vertically adjacent pixels, the share of levels that
   * are 0 or 255, and the entropy of the level histogram; levels are scaled to 0 to 1, entropy so
   * that 8 bits are 1. Last, the certainty of the prediction from the image alone: means over tasks
   * of the highest probability and of the entropy divided by that of a uniform distribution.
   *
   * @param embedding of L2 norm 1
   * @param alone per task, calibrated probabilities from the image alone; empty without auxiliary
   *     heads, which counts as certain
   * @param pixels RGB levels, channels first
   * @return embedding length + {@link #IMAGE_EXTRA} numbers
   */
  public static double[] image(
      float[] embedding, List<double[]> alone, byte[] pixels, int height, int width) {
    double[] features = start(embedding, IMAGE_EXTRA);
    int plane = height * width;
    int[] histogram = new int[LEVELS];
    long gradient = 0;
    for (int channel = 0; channel < 3; channel++) {
      long sum = 0;
      long squares = 0;
      for (int y = 0; y < height; y++) {
        int row = channel * plane + y * width;
        for (int i = row; i < row + width; i++) {
          int level = pixels[i] & 0xff;
          histogram[level]++;
          sum += level;
          squares += (long) level * level;
          if (i + 1 < row + width) {
            gradient += Math.abs(level - (pixels[i + 1] & 0xff));
          }
          if (y + 1 < height) {
            gradient += Math.abs(level - (pixels[i + width] & 0xff));
          }
        }
      }
      double mean = (double) sum / plane;
      double variance = Math.max(0, (double) squares / plane - mean * mean);
      features[embedding.length + channel] = Math.sqrt(variance) / 255;
    }
    long differences = 3L * ((long) height * (width - 1) + (long) (height - 1) * width);
    double levels = 3.0 * plane;
    features[embedding.length + 3] = gradient / 255.0 / Math.max(1, differences);
    features[embedding.length + 4] = (histogram[0] + histogram[LEVELS - 1]) / levels;
    double entropy = 0;
    for (int count : histogram) {
      if (count > 0) {
        entropy -= count / levels * Math.log(count / levels);
      }
    }
    features[embedding.length + 5] = entropy / Math.log(LEVELS);
    certainty(alone, features, embedding.length + 6);
    return features;
  }

  /**
   * Features of a title: its embedding, then the number of tokens divided by the context length,
   * the share of distinct tokens, and the certainty of the prediction from the title alone, as in
   * {@link #image}.
   *
   * @param embedding of L2 norm 1
   * @param alone per task, calibrated probabilities from the title alone; empty without auxiliary
   *     heads
   * @param tokens with start and end, unpadded
   * @param context maximum number of tokens of a title
   * @return embedding length + {@link #TEXT_EXTRA} numbers
   */
  public static double[] text(float[] embedding, List<double[]> alone, int[] tokens, int context) {
    double[] features = start(embedding, TEXT_EXTRA);
    features[embedding.length] = (double) tokens.length / context;
    features[embedding.length + 1] =
        Arrays.stream(tokens).distinct().count() / (double) tokens.length;
    certainty(alone, features, embedding.length + 2);
    return features;
  }

  private static void certainty(List<double[]> alone, double[] features, int at) {
    if (alone.isEmpty()) {
      features[at] = 1;
      return;
    }
    for (double[] probabilities : alone) {
      double highest = 0;
      double entropy = 0;
      for (double p : probabilities) {
        highest = Math.max(highest, p);
        entropy -= p > 0 ? p * Math.log(p) : 0;
      }
      features[at] += highest / alone.size();
      features[at + 1] += entropy / Math.log(Math.max(2, probabilities.length)) / alone.size();
    }
  }

  private static double[] start(float[] embedding, int extra) {
    double[] features = new double[embedding.length + extra];
    for (int i = 0; i < embedding.length; i++) {
      features[i] = embedding[i];
    }
    return features;
  }
}
