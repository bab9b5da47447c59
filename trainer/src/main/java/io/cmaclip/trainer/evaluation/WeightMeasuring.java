package io.cmaclip.trainer.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Computes the measures of one task's modality weights. */
final class WeightMeasuring {
  private static final int BINS = 20;

  private final String task;
  private final int index;
  private final List<Observation> both;
  private final List<Observation> clean;

  WeightMeasuring(String task, int index, List<Observation> observations) {
    this.task = task;
    this.index = index;
    this.both = observations.stream().filter(Observation::hasBoth).toList();
    this.clean = both.stream().filter(Observation::isClean).toList();
  }

  WeightEvaluation measure() {
    Map<String, WeightEvaluation.Mean> states = new LinkedHashMap<>();
    Predicate<Observation> labelled = o -> o.fields().containsKey(task);
    Predicate<Observation> hasWord =
        labelled.and(o -> LabelWord.in(o.title(), o.fields().get(task)));
    states.put("all", mean(both, Perturbation.AS_GIVEN));
    states.put("wordInTitle", mean(some(clean, hasWord), Perturbation.AS_GIVEN));
    states.put(
        "wordNotInTitle", mean(some(clean, labelled.and(hasWord.negate())), Perturbation.AS_GIVEN));
    for (String kind : new TreeSet<>(both.stream().map(Observation::noise).toList())) {
      states.put(kind, mean(some(both, o -> o.noise().equals(kind)), Perturbation.AS_GIVEN));
    }
    Map<String, WeightEvaluation.Mean> hidden = new LinkedHashMap<>();
    hidden.put("imageMissing", mean(both, Perturbation.TEXT_ONLY));
    hidden.put("textMissing", mean(both, Perturbation.IMAGE_ONLY));
    Map<String, WeightEvaluation.Change> paired = new LinkedHashMap<>();
    paired.put("wordTakenOut", change(o -> o.withoutWord().get(task)));
    paired.put("pictureCorrupted", change(o -> o.outcome(Perturbation.IMAGE_CORRUPTED)));
    paired.put("titleCorrupted", change(o -> o.outcome(Perturbation.TITLE_CORRUPTED)));
    paired.put("pictureSwapped", change(o -> o.outcome(Perturbation.IMAGE_SWAPPED)));
    paired.put("titleSwapped", change(o -> o.outcome(Perturbation.TITLE_SWAPPED)));
    return new WeightEvaluation(states, hidden, paired, histogram());
  }

  private static List<Observation> some(List<Observation> of, Predicate<Observation> which) {
    return of.stream().filter(which).toList();
  }

  private double weight(Outcome outcome) {
    return outcome.tasks().get(index).imageWeight();
  }

  private WeightEvaluation.Mean mean(List<Observation> of, Perturbation perturbation) {
    return new WeightEvaluation.Mean(
        of.size(),
        of.stream().mapToDouble(o -> weight(o.outcome(perturbation))).average().orElse(0));
  }

  private WeightEvaluation.Change change(Function<Observation, Outcome> altered) {
    List<Double> changes = new ArrayList<>();
    double before = 0;
    double after = 0;
    int raised = 0;
    for (Observation one : clean) {
      Outcome outcome = altered.apply(one);
      if (outcome != null) {
        double old = weight(one.outcome(Perturbation.AS_GIVEN));
        double now = weight(outcome);
        before += old;
        after += now;
        raised += now > old ? 1 : 0;
        changes.add(now - old);
      }
    }
    int n = changes.size();
    if (n == 0) {
      return new WeightEvaluation.Change(0, 0, 0, 0, 0, 0);
    }
    double mean = (after - before) / n;
    double squares = changes.stream().mapToDouble(c -> (c - mean) * (c - mean)).sum();
    double error = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    return new WeightEvaluation.Change(n, before / n, after / n, mean, error, (double) raised / n);
  }

  private List<Integer> histogram() {
    List<Integer> bins = new ArrayList<>(Collections.nCopies(BINS, 0));
    for (Observation one : both) {
      int bin = Math.min(BINS - 1, (int) (weight(one.outcome(Perturbation.AS_GIVEN)) * BINS));
      bins.set(bin, bins.get(bin) + 1);
    }
    return bins;
  }
}
