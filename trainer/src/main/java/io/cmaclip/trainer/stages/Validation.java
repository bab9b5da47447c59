package io.cmaclip.trainer.stages;

import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.metrics.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Measures a model's answers to a validation split. */
public final class Validation {
  private static final int CANDIDATES = 256;

  private Validation() {}

  /**
   * Answers to the labelled listings of a task, in file order.
   *
   * @param rows class logits of all tasks by listing; null rows are skipped
   * @param temperature softmax temperature of the confidences
   */
  public static List<Answer> answers(
      float[][] rows, ListingSet listings, List<TaskClasses> tasks, int task, double temperature) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      int label = listings.label(i, task);
      if (label >= 0 && rows[i] != null) {
        double[] chances =
            TemperatureScaling.probabilities(Outputs.ofTask(rows[i], tasks, task), temperature);
        int best = highest(chances);
        answers.add(new Answer(chances[best], best == label));
      }
    }
    return answers;
  }

  /**
   * Accuracy per task.
   *
   * @param rows class logits of all tasks by listing; null rows are skipped
   */
  static Map<String, Double> accuracy(
      float[][] rows, ListingSet listings, List<TaskClasses> tasks) {
    Map<String, Double> accuracy = new LinkedHashMap<>();
    for (int task = 0; task < tasks.size(); task++) {
      List<Answer> answers = answers(rows, listings, tasks, task, 1);
      accuracy.put(
          tasks.get(task).name(),
          answers.stream().mapToInt(a -> a.correct() ? 1 : 0).average().orElse(0));
    }
    return accuracy;
  }

  /** Mean over the tasks; 0 without any. */
  static double mean(Map<String, Double> accuracy) {
    return accuracy.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * Retrieval accuracy: share of images whose own title (or an equal title) is the nearest among
   * 256 by cosine. Uses listings with both modalities in groups of 256 in file order; the last
   * group may be smaller.
   */
  static double retrieval(Outputs outputs, ListingSet listings) {
    int[] pairs = IntStream.range(0, listings.size()).filter(listings::hasBoth).toArray();
    int hits = 0;
    for (int from = 0; from < pairs.length; from += CANDIDATES) {
      int end = Math.min(pairs.length, from + CANDIDATES);
      for (int i = from; i < end; i++) {
        float[] image = outputs.imageEmbedding()[pairs[i]];
        int nearest = from;
        double highest = Double.NEGATIVE_INFINITY;
        for (int j = from; j < end; j++) {
          double cosine = dot(image, outputs.textEmbedding()[pairs[j]]);
          if (cosine > highest) {
            highest = cosine;
            nearest = j;
          }
        }
        hits += listings.titleGroup(pairs[i]) == listings.titleGroup(pairs[nearest]) ? 1 : 0;
      }
    }
    return pairs.length == 0 ? 0 : (double) hits / pairs.length;
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static int highest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
