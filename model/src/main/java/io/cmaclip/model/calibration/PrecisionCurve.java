package io.cmaclip.model.calibration;

import java.util.List;

/**
 * Probability that a label is right as a function of its confidence: sigmoid(offset + slope *
 * logit(confidence)), fitted to audited answers. The prior is that confidences are right (offset 0,
 * slope 1); the posterior is approximated by a Gaussian around its mode (Laplace). Two parameters
 * learn from all answers, also from those below the threshold, so that they need fewer answers than
 * the empirical precision above each threshold. Used by one thread.
 */
final class PrecisionCurve {
  /** Standard deviations of the prior. */
  private static final double OFFSET = 1;

  private static final double SLOPE = 0.5;

  /** Keeps the logits of confidences near 0 and 1 finite. */
  private static final double EDGE = 1e-4;

  private static final int ITERATIONS = 50;

  private double offset = 0;
  private double slope = 1;

  // Second derivatives of the negative logarithm of the posterior at its mode.
  private double offsets;
  private double mixed;
  private double slopes;

  /** An answer: confidence of its label, and weight in the sample. */
  record Point(double confidence, boolean isRight, double weight) {
    double logit() {
      double c = Math.max(EDGE, Math.min(1 - EDGE, confidence));
      return Math.log(c) - Math.log1p(-c);
    }
  }

  PrecisionCurve(List<Point> points) {
    double weights = points.stream().mapToDouble(Point::weight).sum();
    double squares = points.stream().mapToDouble(p -> p.weight() * p.weight()).sum();
    // Weights that sum to the effective sample size.
    double scale = points.isEmpty() ? 0 : weights / squares;
    double change;
    int iteration = 0;
    do {
      change = newtonStep(points, scale);
    } while (change > 1e-8 && ++iteration < ITERATIONS);
  }

  private double newtonStep(List<Point> points, double scale) {
    double ofOffset = -offset / (OFFSET * OFFSET);
    double ofSlope = (1 - slope) / (SLOPE * SLOPE);
    offsets = 1 / (OFFSET * OFFSET);
    mixed = 0;
    slopes = 1 / (SLOPE * SLOPE);
    for (Point point : points) {
      double x = point.logit();
      double p = at(x);
      double weight = scale * point.weight();
      double error = weight * ((point.isRight() ? 1 : 0) - p);
      ofOffset += error;
      ofSlope += error * x;
      double information = weight * p * (1 - p);
      offsets += information;
      mixed += information * x;
      slopes += information * x * x;
    }
    double determinant = offsets * slopes - mixed * mixed;
    double offsetStep = (slopes * ofOffset - mixed * ofSlope) / determinant;
    double slopeStep = (offsets * ofSlope - mixed * ofOffset) / determinant;
    // A full step can overshoot where the likelihood is far from a parabola.
    offset += Math.max(-1, Math.min(1, offsetStep));
    slope += Math.max(-1, Math.min(1, slopeStep));
    return Math.max(Math.abs(offsetStep), Math.abs(slopeStep));
  }

  private double at(double logit) {
    return 1 / (1 + Math.exp(-offset - slope * logit));
  }

  /** Running weighted mean of the curve over accepted answers. */
  final class Mean {
    private double weights;
    private double precisions;
    private double ofOffset;
    private double ofSlope;

    void add(Point point) {
      double x = point.logit();
      double p = at(x);
      weights += point.weight();
      precisions += point.weight() * p;
      ofOffset += point.weight() * p * (1 - p);
      ofSlope += point.weight() * p * (1 - p) * x;
    }

    double weights() {
      return weights;
    }

    double precision() {
      return precisions / weights;
    }

    /** The mean minus a number of its standard errors (delta method). */
    double lowerBound(double standardErrors) {
      double determinant = offsets * slopes - mixed * mixed;
      double variance =
          (slopes * ofOffset * ofOffset
                  - 2 * mixed * ofOffset * ofSlope
                  + offsets * ofSlope * ofSlope)
              / determinant;
      return precision() - standardErrors * Math.sqrt(variance) / weights;
    }
  }
}
