package io.cmaclip.trainer.baselines;

/** Scales each image feature to mean 0 and standard deviation 1 over the training images. */
final class ImageScale {
  private static final float LEAST_DEVIATION = .02f;

  private final float[] mean;
  private final float[] deviation;

  private ImageScale(float[] mean, float[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Rows may be null. */
  static ImageScale learn(float[][] images, int size) {
    double[] sum = new double[size];
    double[] squares = new double[size];
    long rows = 0;
    for (float[] image : images) {
      if (image != null) {
        rows++;
        for (int i = 0; i < size; i++) {
          sum[i] += image[i];
          squares[i] += (double) image[i] * image[i];
        }
      }
    }
    float[] mean = new float[size];
    float[] deviation = new float[size];
    for (int i = 0; i < size; i++) {
      double average = rows == 0 ? 0 : sum[i] / rows;
      double variance = rows == 0 ? 0 : Math.max(0, squares[i] / rows - average * average);
      mean[i] = (float) average;
      deviation[i] = Math.max(LEAST_DEVIATION, (float) Math.sqrt(variance));
    }
    return new ImageScale(mean, deviation);
  }

  /** In place. */
  void apply(float[][] images) {
    for (float[] image : images) {
      if (image != null) {
        for (int i = 0; i < image.length; i++) {
          image[i] = (image[i] - mean[i]) / deviation[i];
        }
      }
    }
  }
}
