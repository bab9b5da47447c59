package io.cmaclip.trainer.baselines;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Term frequency times inverse document frequency with scikit-learn's formula: idf = ln((1 + n) /
 * (1 + df)) + 1, rows of length 1. Terms in fewer than {@value #RAREST} titles are ignored.
 * Immutable after {@link #learn}.
 */
final class TfIdf {
  private static final int RAREST = 2;

  private final Function<String, List<String>> terms;
  private final Map<String, Integer> numbers;
  private final float[] idf;

  private TfIdf(Function<String, List<String>> terms, Map<String, Integer> numbers, float[] idf) {
    this.terms = terms;
    this.numbers = numbers;
    this.idf = idf;
  }

  static TfIdf learn(Function<String, List<String>> terms, List<String> titles) {
    Map<String, Integer> documents = new TreeMap<>();
    for (String title : titles) {
      new HashSet<>(terms.apply(title)).forEach(term -> documents.merge(term, 1, Integer::sum));
    }
    documents.values().removeIf(count -> count < RAREST);
    Map<String, Integer> numbers = new HashMap<>();
    float[] idf = new float[documents.size()];
    documents.forEach(
        (term, count) -> {
          idf[numbers.size()] = (float) (Math.log((1. + titles.size()) / (1. + count)) + 1);
          numbers.put(term, numbers.size());
        });
    return new TfIdf(terms, numbers, idf);
  }

  int size() {
    return idf.length;
  }

  /** Length 1, or empty when no term is known. */
  SparseVector of(String title) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (String term : terms.apply(title)) {
      Integer number = numbers.get(term);
      if (number != null) {
        counts.merge(number, 1, Integer::sum);
      }
    }
    int[] index = new int[counts.size()];
    float[] value = new float[counts.size()];
    int at = 0;
    double squares = 0;
    for (Map.Entry<Integer, Integer> term : counts.entrySet()) {
      index[at] = term.getKey();
      value[at] = term.getValue() * idf[term.getKey()];
      squares += value[at] * value[at];
      at++;
    }
    for (int i = 0; i < value.length; i++) {
      value[i] /= (float) Math.sqrt(squares);
    }
    return new SparseVector(index, value);
  }
}
