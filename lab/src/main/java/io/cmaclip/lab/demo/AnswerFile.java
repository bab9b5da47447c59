package io.cmaclip.lab.demo;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.trainer.prediction.PredictionLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Writes the answers read from the topics in the format of {@code predict --out}. */
final class AnswerFile {
  private AnswerFile() {}

  /** Writes a line per answered listing, in send order. */
  static void write(Path file, Collection<Ledger.Entry> entries) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Ledger.Entry entry : entries) {
        if (entry.attributes() != null) {
          out.write(line(entry.id(), entry.attributes(), entry.reasons()));
          out.newLine();
        } else if (entry.deadLetter() != null) {
          out.write(PredictionLine.deadLetter(entry.id(), entry.deadLetter()));
          out.newLine();
        }
      }
    }
  }

  /** The line of an answer, without line end. */
  static String line(String id, ListingAttributes attributes, List<ReasonForReview> reasons) {
    ModalityStatus image = status(attributes.getModalities().getImage());
    ModalityStatus text = status(attributes.getModalities().getText());
    return PredictionLine.of(
        id,
        image,
        text,
        prediction(attributes, image, text),
        reasons.stream().map(AnswerFile::reason).toList());
  }

  private static Prediction prediction(
      ListingAttributes attributes, ModalityStatus image, ModalityStatus text) {
    if (image != ModalityStatus.USED && text != ModalityStatus.USED) {
      return null;
    }
    return new Prediction(
        ModalityState.of(image == ModalityStatus.USED, text == ModalityStatus.USED),
        attributes.getAttributes().stream().map(AnswerFile::task).toList(),
        new NoiseScores(
            attributes.getNoise().getMismatch(),
            attributes.getNoise().getImage(),
            attributes.getNoise().getText()));
  }

  private static TaskPrediction task(TaskAttribute task) {
    return new TaskPrediction(
        task.getTask(),
        task.getLabel(),
        task.getConfidence(),
        task.getAccepted(),
        task.getImageWeight(),
        task.getTextWeight(),
        List.of(),
        null,
        null);
  }

  private static ReviewReason reason(ReasonForReview reason) {
    return new ReviewReason(
        ReviewCode.valueOf(reason.getCode().name()), reason.getTask(), reason.getDetail());
  }

  private static ModalityStatus status(ModalityUse use) {
    return ModalityStatus.valueOf(use.name());
  }
}
