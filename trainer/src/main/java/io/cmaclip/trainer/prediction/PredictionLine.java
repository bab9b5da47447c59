package io.cmaclip.trainer.prediction;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a predictions file (JSON Lines), one listing each: {@code {"id", "modalities":
 * {"image", "text"}, "noise": {"mismatch", "image", "text"}, "review": [codes], "tasks": {task:
 * {"label", "confidence", "accepted", "imageWeight", "textWeight"}}}}. A listing that could not be
 * classified has no tasks.
 */
public final class PredictionLine {
  private PredictionLine() {}

  /**
   * The line of a listing, without line end.
   *
   * @param prediction null when the listing could not be classified
   */
  public static String of(
      String id,
      ModalityStatus image,
      ModalityStatus text,
      Prediction prediction,
      List<ReviewReason> review) {
    NoiseScores noise = prediction == null ? NoiseScores.NONE : prediction.noise();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", id);
    line.put("modalities", ordered("image", image.name(), "text", text.name()));
    line.put(
        "noise",
        ordered("mismatch", noise.mismatch(), "image", noise.image(), "text", noise.text()));
    line.put("review", review.stream().map(ReviewReason::shortForm).toList());
    Map<String, Object> tasks = new LinkedHashMap<>();
    if (prediction != null) {
      prediction.tasks().forEach(task -> tasks.put(task.task(), task(task)));
    }
    line.put("tasks", tasks);
    return JsonOutput.line(line);
  }

  /** The line of an answer, without line end. */
  public static String of(Answer answer) {
    return of(
        answer.id(),
        answer.prepared().image(),
        answer.prepared().text(),
        answer.prediction(),
        answer.reasons());
  }

  /** The line of a dead letter, without line end. */
  public static String deadLetter(String id, String reason) {
    return JsonOutput.line(ordered("id", id, "deadLetter", reason));
  }

  private static Map<String, Object> task(TaskPrediction task) {
    return ordered(
        "label", task.label(),
        "confidence", task.confidence(),
        "accepted", task.accepted(),
        "imageWeight", task.imageWeight(),
        "textWeight", task.textWeight());
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
