package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.metrics.Reliability;
import io.cmaclip.trainer.metrics.RiskCoverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the measures of one task. */
final class TaskMeasuring {
  private static final int CONFUSIONS = 20;
  private static final int EXAMPLES = 6;

  private final BundleTask task;
  private final int place;
  private final List<Observation> observations;

  /**
   * @param place of the task in the bundle
   */
  TaskMeasuring(BundleTask task, int place, List<Observation> observations) {
    this.task = task;
    this.place = place;
    this.observations = observations;
  }

  /**
   * Measures.
   *
   * @param training listings per class of the training split; null where it is not known
   */
  TaskEvaluation measure(Map<String, Integer> training) {
    ScoredReplies all = replies(observations, Question.AS_GIVEN);
    Map<ModalityState, Measures> states = new EnumMap<>(ModalityState.class);
    List<Observation> whole = observations.stream().filter(Observation::hasBoth).toList();
    states.put(ModalityState.BOTH, Measures.of(replies(whole, Question.AS_GIVEN)));
    states.put(ModalityState.IMAGE_ONLY, Measures.of(replies(observations, Question.IMAGE_ONLY)));
    states.put(ModalityState.TEXT_ONLY, Measures.of(replies(observations, Question.TEXT_ONLY)));
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

  /** Measures of a slice, listings as they are. */
  Measures measures(List<Observation> slice) {
    return Measures.of(replies(slice, Question.AS_GIVEN));
  }

  private ScoredReplies replies(List<Observation> some, Question question) {
    return ScoredReplies.of(some, task.name(), place, question);
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
    Map<String, Integer> counts = new HashMap<>();
    labels.forEach(label -> counts.merge(label, 1, Integer::sum));
    return counts;
  }

  private record Mistake(String label, String answered) {}

  private List<TaskEvaluation.Confusion> confusions(Map<String, Integer> labelled) {
    Map<Mistake, List<Integer>> mistakes = new LinkedHashMap<>();
    for (int i = 0; i < observations.size(); i++) {
      String label = observations.get(i).fields().get(task.name());
      Reply reply = observations.get(i).reply(Question.AS_GIVEN);
      if (label != null && reply != null && !label.equals(answer(i).label())) {
        mistakes
            .computeIfAbsent(new Mistake(label, answer(i).label()), m -> new ArrayList<>())
            .add(i);
      }
    }
    return mistakes.entrySet().stream()
        .sorted(Comparator.comparing(e -> -e.getValue().size()))
        .limit(CONFUSIONS)
        .map(
            e ->
                new TaskEvaluation.Confusion(
                    e.getKey().label(),
                    e.getKey().answered(),
                    e.getValue().size(),
                    labelled.get(e.getKey().label()),
                    e.getValue().stream()
                        .sorted(Comparator.comparingDouble(i -> -answer(i).confidence()))
                        .limit(EXAMPLES)
                        .toList()))
        .toList();
  }

  private Reply.TaskReply answer(int listing) {
    return observations.get(listing).reply(Question.AS_GIVEN).tasks().get(place);
  }
}
