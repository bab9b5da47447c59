package io.cmaclip.trainer.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels of one task, and the predictions of a model that was not trained on them.
 *
 * @param classes names of the classes, in the order of the columns
 * @param listings number of the listing of each item, from 0
 * @param given class number of the given label of each item
 * @param probabilities one row per item, one column per class
 */
public record GivenLabels(
    String task, List<String> classes, int[] listings, int[] given, double[][] probabilities) {
  /** The labels of a task that are classes of the model, and listings that it could classify. */
  static GivenLabels of(
      String task, List<String> classes, List<String> labels, double[][] probabilities) {
    int[] numbers = labels.stream().mapToInt(classes::indexOf).toArray();
    int[] items =
        IntStream.range(0, numbers.length)
            .filter(i -> numbers[i] >= 0 && probabilities[i] != null)
            .toArray();
    return new GivenLabels(
        task,
        classes,
        items,
        IntStream.of(items).map(i -> numbers[i]).toArray(),
        IntStream.of(items).mapToObj(i -> probabilities[i]).toArray(double[][]::new));
  }

  /** Estimated number of wrong labels: sum of the joint outside of its diagonal. */
  public double estimatedErrors() {
    double[][] expected = learning().expectedCounts();
    double errors = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected.length; j++) {
        errors += i == j ? 0 : expected[i][j];
      }
    }
    return errors;
  }

  /** The labels that are probably wrong, in the order of the listings. */
  public List<LabelError> errors(Prune prune) {
    ConfidentLearning learning = learning();
    boolean[] isError = learning.errors(prune);
    List<LabelError> errors = new ArrayList<>();
    for (int item = 0; item < given.length; item++) {
      if (isError[item]) {
        errors.add(
            new LabelError(
                listings[item],
                task,
                classes.get(given[item]),
                classes.get(learning.mostProbable(item)),
                learning.selfConfidence(item),
                learning.normalisedMargin(item)));
      }
    }
    return errors;
  }

  private ConfidentLearning learning() {
    return new ConfidentLearning(probabilities, given);
  }
}
