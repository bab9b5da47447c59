package io.cmaclip.trainer.noise;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.cmaclip.model.noise.LogisticScore;
import java.util.ArrayList;
import java.util.List;

/**
 * L2-regularised logistic regression (LIBLINEAR). Features are standardised for the fit; the
 * weights apply to raw features.
 */
final class LogisticRegression {
  private static final double COST = 1;
  private static final double TOLERANCE = 1e-4;

  private LogisticRegression() {}

  /** Fits a score that is high on positives, with threshold 1. */
  static LogisticScore fit(List<double[]> positives, List<double[]> negatives) {
    List<double[]> rows = new ArrayList<>(positives);
    rows.addAll(negatives);
    int width = rows.get(0).length;
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (double[] row : rows) {
      for (int f = 0; f < width; f++) {
        mean[f] += row[f] / rows.size();
      }
    }
    for (double[] row : rows) {
      for (int f = 0; f < width; f++) {
        deviation[f] += (row[f] - mean[f]) * (row[f] - mean[f]) / rows.size();
      }
    }
    for (int f = 0; f < width; f++) {
      deviation[f] = Math.max(1e-6, Math.sqrt(deviation[f]));
    }
    Problem problem = new Problem();
    problem.l = rows.size();
    problem.n = width + 1;
    problem.x = new Feature[rows.size()][];
    problem.y = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      problem.y[i] = i < positives.size() ? 1 : 0;
      problem.x[i] = new Feature[width + 1];
      for (int f = 0; f < width; f++) {
        problem.x[i][f] = new FeatureNode(f + 1, (rows.get(i)[f] - mean[f]) / deviation[f]);
      }
      problem.x[i][width] = new FeatureNode(width + 1, 1);
    }
    Linear.disableDebugOutput();
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, TOLERANCE));
    // LIBLINEAR's weights refer to the label of the first row.
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] learned = model.getFeatureWeights();
    List<Double> weights = new ArrayList<>();
    double bias = sign * learned[width];
    for (int f = 0; f < width; f++) {
      double weight = sign * learned[f] / deviation[f];
      weights.add(weight);
      bias -= weight * mean[f];
    }
    return new LogisticScore(weights, bias, 1);
  }
}
