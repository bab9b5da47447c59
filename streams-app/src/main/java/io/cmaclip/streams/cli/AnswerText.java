package io.cmaclip.streams.cli;

import io.cmaclip.cli.WeightBar;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Text output of {@code classify}. */
final class AnswerText {
  private static final int BAR_WIDTH = 12;
  private static final int FINGERPRINT_SHOWN = 12;
  private static final int ALTERNATIVES_SHOWN = 2;

  private final boolean colours;

  AnswerText(boolean colours) {
    this.colours = colours;
  }

  List<String> lines(Answer answer, ModelIdentity model) {
    List<String> lines = new ArrayList<>();
    String fingerprint =
        model.fingerprint().substring(0, Math.min(FINGERPRINT_SHOWN, model.fingerprint().length()));
    lines.add("%s %s (%s)".formatted(model.name(), model.version(), fingerprint));
    lines.add(
        "image: %s   title: %s"
            .formatted(status(answer.prepared().image()), status(answer.prepared().text())));
    Prediction prediction = answer.prediction();
    if (prediction != null) {
      lines.add("");
      int taskWidth = width(prediction, TaskPrediction::task);
      int labelWidth = width(prediction, TaskPrediction::label);
      prediction.tasks().forEach(task -> lines.add(line(task, taskWidth, labelWidth)));
      lines.add("");
      lines.add(
          text(
              "noise scores: mismatch %.2f, image %.2f, title %.2f",
              prediction.noise().mismatch(),
              prediction.noise().image(),
              prediction.noise().text()));
    }
    if (!answer.reasons().isEmpty()) {
      lines.add(text("for review, priority %.2f:", answer.priority()));
      for (ReviewReason reason : answer.reasons()) {
        lines.add("  " + paint(33, reason.shortForm()) + "  " + reason.detail());
      }
    }
    return lines;
  }

  private String line(TaskPrediction task, int taskWidth, int labelWidth) {
    String alternatives =
        task.alternatives().stream()
            .limit(ALTERNATIVES_SHOWN)
            .map(AnswerText::alternative)
            .collect(Collectors.joining(", "));
    return pad(task.task(), taskWidth)
        + "  "
        + paint(task.accepted() ? 32 : 33, pad(task.label(), labelWidth))
        + text("  %5.1f%%  ", 100 * task.confidence())
        + (task.accepted() ? "accepted    " : "not accepted")
        + "  image "
        + WeightBar.of(task.imageWeight(), BAR_WIDTH)
        + " title"
        + text("  %.0f:%.0f", 100 * task.imageWeight(), 100 * task.textWeight())
        + (alternatives.isEmpty() ? "" : "   next: " + alternatives);
  }

  private static String alternative(Alternative alternative) {
    return text("%s %.1f%%", alternative.label(), 100 * alternative.confidence());
  }

  private static String status(ModalityStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int width(Prediction prediction, Function<TaskPrediction, String> column) {
    return prediction.tasks().stream().map(column).mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private String paint(int colour, String text) {
    return colours ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
