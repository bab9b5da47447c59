package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.metrics.Reliability;
import io.cmaclip.trainer.metrics.RiskCoverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Computes the measures of one task. */
final class TaskMeasuring {
  private static final int CONFUSIONS = 20;
  private static final int EXAMPLES = 6;

  private final BundleTask task;
  private final int index;
  private final List<Observation> observations;

  TaskMeasuring(BundleTask task, int index, List<Observation> observations) {
    this.task = task;
    this.index = index;
    this.observations = observations;
  }

  /**
   * @param training listings per class in the training data; null when unknown
   */
  TaskEvaluation measure(Map<String, Integer> training) {
    ScoredOutcomes all = scored(observations, Perturbation.AS_GIVEN);
    Map<ModalityState, Measures> states = new EnumMap<>(ModalityState.class);
    List<Observation> whole = observations.stream().filter(Observation::hasBoth).toList();
    states.put(ModalityState.BOTH, Measures.of(scored(whole, Perturbation.AS_GIVEN)));
    states.put(
        ModalityState.IMAGE_ONLY, Measures.of(scored(observations, Perturbation.IMAGE_ONLY)));
    states.put(ModalityState.TEXT_ONLY, Measures.of(scored(observations, Perturbation.TEXT_ONLY)));
    Map<String, Measures> classes = new LinkedHashMap<>();
    Slices.of(observations, o -> o.fields().get(task.name()))
        .forEach((label, slice) -> classes.put(label, measures(slice)));
    return new TaskEvaluation(
        Measures.of(all),
        majority(all.labels(), training),
        (int) all.labels().stream().filter(l -> !task.classes().contains(l)).count(),
        states,
        RiskCoverage.of(all.calibrated()),
        Reliability.of(all.calibrated()),
        Reliability.of(all.unscaled()),
        confusions(counts(all.labels())),
        classes);
  }

  /** Measures of unperturbed listings. */
  Measures measures(List<Observation> slice) {
    return Measures.of(scored(slice, Perturbation.AS_GIVEN));
  }

  private ScoredOutcomes scored(List<Observation> some, Perturbation perturbation) {
    return ScoredOutcomes.of(some, task.name(), index, perturbation);
  }

  private static double majority(List<String> labels, Map<String, Integer> training) {
    Map<String, Integer> counts = counts(labels);
    String most =
        (training == null ? counts : training)
            .entrySet().stream()
                .max(
                    Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    return labels.isEmpty() ? 0 : (double) counts.getOrDefault(most, 0) / labels.size();
  }

  private static Map<String, Integer> counts(List<String> labels) {
    return labels.stream().collect(Collectors.toMap(label -> label, label -> 1, Integer::sum));
  }

  private record Mistake(String label, String predicted) {}

  private List<TaskEvaluation.Confusion> confusions(Map<String, Integer> labelled) {
    Map<Mistake, List<Integer>> mistakes = new LinkedHashMap<>();
    for (int i = 0; i < observations.size(); i++) {
      String label = observations.get(i).fields().get(task.name());
      Outcome outcome = observations.get(i).outcome(Perturbation.AS_GIVEN);
      if (label != null && outcome != null && !label.equals(answer(i).label())) {
        mistakes
            .computeIfAbsent(new Mistake(label, answer(i).label()), m -> new ArrayList<>())
            .add(i);
      }
    }
    return mistakes.entrySet().stream()
        .sorted(Comparator.comparing(e -> -e.getValue().size()))
        .limit(CONFUSIONS)
        .map(e -> confusion(e.getKey(), e.getValue(), labelled.get(e.getKey().label())))
        .toList();
  }

  private TaskEvaluation.Confusion confusion(Mistake mistake, List<Integer> listings, int ofLabel) {
    List<Integer> examples =
        listings.stream()
            .sorted(Comparator.comparingDouble(i -> -answer(i).confidence()))
            .limit(EXAMPLES)
            .toList();
    return new TaskEvaluation.Confusion(
        mistake.label(), mistake.predicted(), listings.size(), ofLabel, examples);
  }

  private Outcome.Task answer(int listing) {
    return observations.get(listing).outcome(Perturbation.AS_GIVEN).tasks().get(index);
  }
}
