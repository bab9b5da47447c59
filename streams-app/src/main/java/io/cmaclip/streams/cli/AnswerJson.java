package io.cmaclip.streams.cli;

import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON of {@code classify --json}: the fields of a prediction line and more detail. */
final class AnswerJson {
  private AnswerJson() {}

  static Map<String, Object> of(Answer answer, ModelIdentity model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    Map<String, Object> modalities = new LinkedHashMap<>();
    modalities.put("image", answer.prepared().image());
    modalities.put("text", answer.prepared().text());
    json.put("modalities", modalities);
    json.put("noise", answer.prediction() == null ? NoiseScores.NONE : answer.prediction().noise());
    json.put("review", answer.reasons().stream().map(ReviewReason::shortForm).toList());
    json.put("reasons", answer.reasons());
    json.put("priority", answer.priority());
    Map<String, Object> tasks = new LinkedHashMap<>();
    if (answer.prediction() != null) {
      answer.prediction().tasks().forEach(task -> tasks.put(task.task(), task(task)));
    }
    json.put("tasks", tasks);
    return json;
  }

  private static Map<String, Object> task(TaskPrediction task) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", task.label());
    json.put("confidence", task.confidence());
    json.put("accepted", task.accepted());
    json.put("imageWeight", task.imageWeight());
    json.put("textWeight", task.textWeight());
    json.put("alternatives", task.alternatives());
    json.put("imageAlone", task.imageAlone());
    json.put("textAlone", task.textAlone());
    return json;
  }
}
