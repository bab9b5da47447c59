package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.review.ReviewCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds observations of one task, {@code colour}. */
final class TestObservations {
  static final List<BundleTask> TASKS =
      List.of(new BundleTask("colour", List.of("blue", "green", "red"), Map.of()));

  private final List<Observation> all = new ArrayList<>();

  /** A listing; fields are key, value, key, value. */
  One listing(String title, String... fields) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    return new One(title, map);
  }

  Evaluation evaluate(TrainingFacts training) {
    return evaluate(training, EvaluationSettings.DEFAULT);
  }

  Evaluation evaluate(TrainingFacts training, EvaluationSettings settings) {
    return new Evaluator(null, training, settings)
        .measure(all, TASKS, new ModelIdentity("made", "1", "0123456789abcdef"), "made");
  }

  static Outcome outcome(
      String label,
      double confidence,
      boolean accepted,
      double imageWeight,
      NoiseScores noise,
      ReviewCode... alarms) {
    return new Outcome(
        List.of(new Outcome.Task(label, confidence, confidence / 2, accepted, imageWeight)),
        noise,
        Set.of(alarms));
  }

  final class One {
    private final String title;
    private final Map<String, String> fields;
    private final Map<Perturbation, Outcome> outcomes = new EnumMap<>(Perturbation.class);
    private final Map<String, Outcome> withoutWord = new HashMap<>();
    private String image;
    private String corruptedTitle;

    private One(String title, Map<String, String> fields) {
      this.title = title;
      this.fields = fields;
    }

    One outcome(Perturbation perturbation, Outcome outcome) {
      outcomes.put(perturbation, outcome);
      return this;
    }

    One withoutWord(Outcome outcome) {
      withoutWord.put("colour", outcome);
      return this;
    }

    One corrupted(String imageKind, String titleKind) {
      image = imageKind;
      corruptedTitle = titleKind;
      return this;
    }

    void add(boolean review) {
      all.add(new Observation(title, fields, outcomes, withoutWord, image, corruptedTitle, review));
    }
  }
}
