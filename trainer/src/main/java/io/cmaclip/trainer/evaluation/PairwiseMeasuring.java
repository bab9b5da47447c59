package io.cmaclip.trainer.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Asks two models about the same listings, and again where they differ. Used by one thread. */
final class PairwiseMeasuring {
  private final ListingSource source;
  private final Answering one;
  private final Answering other;
  private final List<Map<String, String>> oneGiven;
  private final List<Map<String, String>> otherGiven;

  /** Asks both about every listing as it is. */
  PairwiseMeasuring(ListingSource source, Answering one, Answering other) {
    this.source = source;
    this.one = one;
    this.other = other;
    List<Answering.Form> given =
        IntStream.range(0, source.size())
            .mapToObj(listing -> new Answering.Form(listing, source.title(listing)))
            .toList();
    oneGiven = one.answers(given);
    otherGiven = other.answers(given);
  }

  /** Where they differ, task by task. */
  Map<String, PairwiseEvaluation.TaskPair> measure(List<String> tasks) {
    Map<String, PairwiseEvaluation.TaskPair> pairs = new LinkedHashMap<>();
    tasks.forEach(task -> pairs.put(task, measure(task)));
    return pairs;
  }

  private PairwiseEvaluation.TaskPair measure(String task) {
    int labelled = 0;
    int bothRight = 0;
    int wordMissing = 0;
    List<Integer> onlyOne = new ArrayList<>();
    List<Integer> onlyOther = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      String label = source.fields(i).get(task);
      if (label != null) {
        labelled++;
        wordMissing += isWordMissing(i, task) ? 1 : 0;
        boolean oneRight = label.equals(oneGiven.get(i).get(task));
        boolean otherRight = label.equals(otherGiven.get(i).get(task));
        bothRight += oneRight && otherRight ? 1 : 0;
        if (oneRight && !otherRight) {
          onlyOne.add(i);
        } else if (otherRight && !oneRight) {
          onlyOther.add(i);
        }
      }
    }
    return new PairwiseEvaluation.TaskPair(
        labelled,
        bothRight,
        NoiseEvaluation.Rate.of(wordMissing, labelled),
        difference(onlyOne, task),
        difference(onlyOther, task));
  }

  private boolean isWordMissing(int listing, String task) {
    return !LabelWord.in(source.title(listing), source.fields(listing).get(task));
  }

  private PairwiseEvaluation.Difference difference(List<Integer> listings, String task) {
    List<Answering.Form> completed =
        listings.stream()
            .filter(i -> isWordMissing(i, task))
            .map(
                i ->
                    new Answering.Form(
                        i, (source.fields(i).get(task) + " " + source.title(i)).strip()))
            .toList();
    return new PairwiseEvaluation.Difference(
        listings.size(),
        NoiseEvaluation.Rate.of(completed.size(), listings.size()),
        NoiseEvaluation.Rate.of(right(one, completed, task), completed.size()),
        NoiseEvaluation.Rate.of(right(other, completed, task), completed.size()));
  }

  private int right(Answering model, List<Answering.Form> forms, String task) {
    List<Map<String, String>> answers = model.answers(forms);
    return (int)
        IntStream.range(0, forms.size())
            .filter(
                i ->
                    source
                        .fields(forms.get(i).listing())
                        .get(task)
                        .equals(answers.get(i).get(task)))
            .count();
  }
}
