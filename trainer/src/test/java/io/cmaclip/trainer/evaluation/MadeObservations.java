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

/** Builds observations of one task, {@code colour}, reply by reply. */
final class MadeObservations {
  static final List<BundleTask> TASKS =
      List.of(new BundleTask("colour", List.of("blue", "green", "red"), Map.of()));

  private final List<Observation> all = new ArrayList<>();

  /** One listing, begun with its fields as key, value, key, value. */
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

  static Reply reply(
      String label,
      double confidence,
      boolean accepted,
      double imageWeight,
      NoiseScores noise,
      ReviewCode... alarms) {
    return new Reply(
        List.of(new Reply.TaskReply(label, confidence, confidence / 2, accepted, imageWeight)),
        noise,
        Set.of(alarms));
  }

  final class One {
    private final String title;
    private final Map<String, String> fields;
    private final Map<Question, Reply> replies = new EnumMap<>(Question.class);
    private final Map<String, Reply> withoutWord = new HashMap<>();
    private String image;
    private String spoiltTitle;

    private One(String title, Map<String, String> fields) {
      this.title = title;
      this.fields = fields;
    }

    One replies(Question question, Reply reply) {
      replies.put(question, reply);
      return this;
    }

    One withoutWord(Reply reply) {
      withoutWord.put("colour", reply);
      return this;
    }

    One spoilt(String imageKind, String titleKind) {
      image = imageKind;
      spoiltTitle = titleKind;
      return this;
    }

    void add(boolean review) {
      all.add(new Observation(title, fields, replies, withoutWord, image, spoiltTitle, review));
    }
  }
}
