package io.cmaclip.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.lab.chaos.ComparisonResult.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {
  private final Answers answers = new Answers();

  @Test
  void numbersWithinTheToleranceAreTheSame() {
    assertThat(
            compare(
                answers.answer("red", 0.9, true, "blue", 0.05),
                answers.answer("red", 0.90009, true, "blue", 0.04991)))
        .isEqualTo(Kind.SAME);
  }

  @Test
  void numbersBeyondTheToleranceAreDifferent() {
    assertThat(
            compare(
                answers.answer("red", 0.9, true, "blue", 0.05),
                answers.answer("red", 0.9002, true, "blue", 0.05)))
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void anotherLabelIsDifferentUnlessTied() {
    assertThat(
            compare(
                answers.answer("red", 0.5, false, "blue", 0.4),
                answers.answer("blue", 0.5, false, "red", 0.4)))
        .isEqualTo(Kind.DIFFERENT);
    assertThat(
            compare(
                answers.answer("red", 0.45003, false, "blue", 0.45),
                answers.answer("blue", 0.45003, false, "red", 0.45)))
        .isEqualTo(Kind.BORDERLINE);
    assertThat(
            compare(
                answers.answer("red", 0.5, false, "blue", 0.4),
                answers.answer("green", 0.5, false, "blue", 0.4)))
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void acceptanceMayDifferOnlyAtTheThreshold() {
    double threshold = answers.threshold();
    assertThat(
            compare(
                answers.answer("red", threshold + 2e-5, true, "blue", 0.01),
                answers.answer("red", threshold - 2e-5, false, "blue", 0.01)))
        .isEqualTo(Kind.BORDERLINE);
    assertThat(
            compare(
                answers.answer("red", threshold - 0.01, true, "blue", 0.01),
                answers.answer("red", threshold - 0.01, false, "blue", 0.01)))
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void anotherModelOrListingIsDifferent() {
    ListingAttributes other = answers.answer("red", 0.9, true, "blue", 0.05);
    other.getModel().setFingerprint("other");
    assertThat(compare(answers.answer("red", 0.9, true, "blue", 0.05), other))
        .isEqualTo(Kind.DIFFERENT);
    ListingAttributes older = answers.answer("red", 0.9, true, "blue", 0.05);
    older.setListingUpdatedAt(older.getListingUpdatedAt().plusMillis(1));
    assertThat(compare(answers.answer("red", 0.9, true, "blue", 0.05), older))
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void reasonsMayDifferOnlyAtTheThreshold() {
    ListingAttributes close = answers.answer("red", answers.threshold() + 2e-5, true, "blue", 0.01);
    ListingAttributes below =
        answers.answer("red", answers.threshold() - 2e-5, false, "blue", 0.01);
    ReviewItem one = answers.review(close, ReviewReasonCode.IMAGE_MISSING);
    assertThat(compare(one, answers.review(close, ReviewReasonCode.IMAGE_MISSING)))
        .isEqualTo(Kind.SAME);
    assertThat(
            compare(
                one,
                answers.review(
                    below, ReviewReasonCode.IMAGE_MISSING, ReviewReasonCode.LOW_CONFIDENCE)))
        .isEqualTo(Kind.BORDERLINE);
    assertThat(
            compare(
                one,
                answers.review(
                    close, ReviewReasonCode.IMAGE_MISSING, ReviewReasonCode.MODALITY_CONFLICT)))
        .isEqualTo(Kind.DIFFERENT);
  }

  @Test
  void aTombstoneDiffersFromAnAnswer() {
    OutputRecord answer = OutputRecords.label(0, "a", 0);
    assertThat(answers.comparison().compare(answer, OutputRecords.tombstone(0, "a", 0)).kind())
        .isEqualTo(Kind.DIFFERENT);
  }

  private Kind compare(ListingAttributes reference, ListingAttributes seen) {
    return compare(OutputKind.ATTRIBUTES, answers.written(reference), answers.written(seen));
  }

  private Kind compare(ReviewItem reference, ReviewItem seen) {
    return compare(OutputKind.REVIEW, answers.written(reference), answers.written(seen));
  }

  private Kind compare(OutputKind kind, byte[] reference, byte[] seen) {
    return answers.comparison().compare(output(kind, reference), output(kind, seen)).kind();
  }

  private static OutputRecord output(OutputKind kind, byte[] value) {
    return new OutputRecord(kind, 0, 0, 0, 0, "id", value, Map.of());
  }
}
