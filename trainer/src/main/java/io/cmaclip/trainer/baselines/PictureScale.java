package io.cmaclip.trainer.baselines;

/** Brings each picture feature to mean 0 and deviation 1 over the training pictures. */
final class PictureScale {
  private static final float LEAST_DEVIATION = .02f;

  private final float[] mean;
  private final float[] deviation;

  private PictureScale(float[] mean, float[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Rows may be null. */
  static PictureScale learn(float[][] pictures, int size) {
    double[] sum = new double[size];
    double[] squares = new double[size];
    long rows = 0;
    for (float[] picture : pictures) {
      if (picture != null) {
        rows++;
        for (int i = 0; i < size; i++) {
          sum[i] += picture[i];
          squares[i] += (double) picture[i] * picture[i];
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
    return new PictureScale(mean, deviation);
  }

  /** In place. */
  void apply(float[][] pictures) {
    for (float[] picture : pictures) {
      if (picture != null) {
        for (int i = 0; i < picture.length; i++) {
          picture[i] = (picture[i] - mean[i]) / deviation[i];
        }
      }
    }
  }
}
