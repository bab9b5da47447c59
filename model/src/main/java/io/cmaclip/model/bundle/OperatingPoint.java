package io.cmaclip.model.bundle;

/**
 * Temperature and accept threshold of a task in one modality state.
 *
 * @param temperature divides the logits before the softmax, above 0
 * @param acceptThreshold minimum confidence of an accepted label, 0 to 1; null accepts nothing
 */
public record OperatingPoint(double temperature, Double acceptThreshold) {
  /** Not fitted: temperature 1, nothing accepted. */
  public static final OperatingPoint UNFITTED = new OperatingPoint(1, null);

  public OperatingPoint {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature = " + temperature + ": must be above 0");
    }
    if (acceptThreshold != null && !(acceptThreshold >= 0 && acceptThreshold <= 1)) {
      throw new IllegalArgumentException(
          "acceptThreshold = " + acceptThreshold + ": must be between 0 and 1, or null");
    }
  }

  public boolean accepts(double confidence) {
    return acceptThreshold != null && confidence >= acceptThreshold;
  }
}
