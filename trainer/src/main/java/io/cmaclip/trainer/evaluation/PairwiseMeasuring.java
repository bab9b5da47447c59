package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.evaluation.NoiseEvaluation.Rate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Compares the labels of two models, listing by listing. Used by one thread. */
final class PairwiseMeasuring {
  private final ListingSource source;
  private final Labeller one;
  private final Labeller other;
  private final List<Map<String, String>> ofOne;
  private final List<Map<String, String>> ofOther;

  /** Classifies every listing as given with both models. */
  PairwiseMeasuring(ListingSource source, Labeller one, Labeller other) {
    this.source = source;
    this.one = one;
    this.other = other;
    List<Labeller.Form> given =
        IntStream.range(0, source.size())
            .mapToObj(listing -> new Labeller.Form(listing, source.title(listing)))
            .toList();
    ofOne = one.labels(given);
    ofOther = other.labels(given);
  }

  PairwiseEvaluation.TaskPair measure(String task) {
    List<Integer> labelled =
        IntStream.range(0, source.size()).filter(i -> label(i, task) != null).boxed().toList();
    Predicate<Integer> oneRight = i -> label(i, task).equals(ofOne.get(i).get(task));
    Predicate<Integer> otherRight = i -> label(i, task).equals(ofOther.get(i).get(task));
    return new PairwiseEvaluation.TaskPair(
        labelled.size(),
        filter(labelled, oneRight.and(otherRight)).size(),
        Rate.of(filter(labelled, i -> isWordMissing(i, task)).size(), labelled.size()),
        difference(filter(labelled, oneRight.and(otherRight.negate())), task),
        difference(filter(labelled, otherRight.and(oneRight.negate())), task));
  }

  private static List<Integer> filter(List<Integer> listings, Predicate<Integer> predicate) {
    return listings.stream().filter(predicate).toList();
  }

  private String label(int listing, String task) {
    return source.fields(listing).get(task);
  }

  private boolean isWordMissing(int listing, String task) {
    return !LabelWord.in(source.title(listing), label(listing, task));
  }

  private PairwiseEvaluation.Difference difference(List<Integer> listings, String task) {
    List<Labeller.Form> completed =
        filter(listings, i -> isWordMissing(i, task)).stream()
            .map(i -> new Labeller.Form(i, (label(i, task) + " " + source.title(i)).strip()))
            .toList();
    return new PairwiseEvaluation.Difference(
        listings.size(),
        Rate.of(completed.size(), listings.size()),
        Rate.of(right(one, completed, task), completed.size()),
        Rate.of(right(other, completed, task), completed.size()));
  }

  private int right(Labeller model, List<Labeller.Form> forms, String task) {
    List<Map<String, String>> labels = model.labels(forms);
    return (int)
        IntStream.range(0, forms.size())
            .filter(i -> label(forms.get(i).listing(), task).equals(labels.get(i).get(task)))
            .count();
  }
}
