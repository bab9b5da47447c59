package io.cmaclip.trainer.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionLineTest {
  @Test
  void aLineHoldsModalitiesNoiseReviewAndTasks() {
    TaskPrediction colour =
        new TaskPrediction("colour", "red", 0.875, true, 0.25, 0.75, List.of(), null, null);
    Prediction prediction =
        new Prediction(ModalityState.BOTH, List.of(colour), new NoiseScores(0.5, 0.25, 0.125));
    List<ReviewReason> review =
        List.of(
            new ReviewReason(ReviewCode.NOISY_TEXT, null, "text noise"),
            new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "low"));
    assertThat(
            PredictionLine.of("7\n", ModalityStatus.USED, ModalityStatus.USED, prediction, review))
        .isEqualTo(
            "{\"id\":\"7\\n\",\"modalities\":{\"image\":\"USED\",\"text\":\"USED\"},"
                + "\"noise\":{\"mismatch\":0.5,\"image\":0.25,\"text\":0.125},"
                + "\"review\":[\"NOISY_TEXT\",\"LOW_CONFIDENCE(colour)\"],"
                + "\"tasks\":{\"colour\":{\"label\":\"red\",\"confidence\":0.875,"
                + "\"accepted\":true,\"imageWeight\":0.25,\"textWeight\":0.75}}}");
  }

  @Test
  void aListingThatWasNotClassifiedHasNoTasks() {
    assertThat(
            PredictionLine.of(
                "7",
                ModalityStatus.UNREADABLE,
                ModalityStatus.MISSING,
                null,
                List.of(new ReviewReason(ReviewCode.TEXT_MISSING, null, "none"))))
        .isEqualTo(
            "{\"id\":\"7\",\"modalities\":{\"image\":\"UNREADABLE\",\"text\":\"MISSING\"},"
                + "\"noise\":{\"mismatch\":0.0,\"image\":0.0,\"text\":0.0},"
                + "\"review\":[\"TEXT_MISSING\"],\"tasks\":{}}");
  }

  @Test
  void aDeadLetterNamesItsReason() {
    assertThat(PredictionLine.deadLetter("7", "POISON"))
        .isEqualTo("{\"id\":\"7\",\"deadLetter\":\"POISON\"}");
  }
}
