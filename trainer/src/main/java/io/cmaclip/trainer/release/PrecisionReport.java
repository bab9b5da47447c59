package io.cmaclip.trainer.release;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.trainer.metrics.TaskMetrics;

/**
 * One task in one state, in a reduced number format: the operating point that was fitted in this
 * format beside that of float32, on the same listings.
 *
 * @param after figures with {@code fitted}
 * @param float32 the bundle's operating point of float32
 * @param before figures with {@code float32}, still in the reduced format
 */
public record PrecisionReport(
    OperatingPoint fitted, Figures after, OperatingPoint float32, Figures before) {
  /**
   * Figures with one operating point. Shares are 0 to 1.
   *
   * @param acceptedPrecision null when nothing is accepted
   */
  public record Figures(
      @JsonUnwrapped TaskMetrics metrics, double acceptedShare, Double acceptedPrecision) {}
}
