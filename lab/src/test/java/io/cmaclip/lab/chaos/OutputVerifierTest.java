package io.cmaclip.lab.chaos;

import static io.cmaclip.lab.chaos.OutputRecords.deadLetter;
import static io.cmaclip.lab.chaos.OutputRecords.label;
import static io.cmaclip.lab.chaos.OutputRecords.review;
import static io.cmaclip.lab.chaos.OutputRecords.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputVerifierTest {
  private static final List<OutputRecord> REFERENCE =
      List.of(
          label(0, "a", 0),
          tombstone(1, "a", 1),
          label(2, "a", 2),
          label(3, "b", 3),
          deadLetter(4, "b", 0, "UNDECODABLE"));

  private final Answers answers = new Answers();

  @Test
  void aRunEqualToTheReferenceIsExactlyOnce() {
    Verdict verdict = verify(REFERENCE);
    assertThat(verdict.isExactlyOnce()).isTrue();
    assertThat(verdict).isEqualTo(new Verdict(0, 0, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void anUnansweredInputIsLost() {
    Verdict verdict = verify(without(3));
    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.isAtLeastOnce()).isFalse();
  }

  @Test
  void aMissingReviewItemIsLost() {
    List<OutputRecord> reference = new ArrayList<>(REFERENCE);
    reference.add(review(0, "a", 0));
    assertThat(
            OutputVerifier.verify(answers.comparison(), 5, new BitSet(), reference, REFERENCE)
                .lost())
        .isEqualTo(1);
  }

  @Test
  void aRepeatedOutputIsADuplicateWhichAtLeastOnceAllows() {
    List<OutputRecord> seen = new ArrayList<>(REFERENCE);
    seen.add(deadLetter(4, "b", 1, "UNDECODABLE"));
    Verdict verdict = verify(seen);
    assertThat(verdict.duplicated()).isEqualTo(1);
    assertThat(verdict.isExactlyOnce()).isFalse();
    assertThat(verdict.isAtLeastOnce()).isTrue();
  }

  @Test
  void aLabelAfterATombstoneIsOutOfOrder() {
    Verdict verdict =
        verify(
            List.of(
                tombstone(1, "a", 0),
                label(0, "a", 1),
                label(2, "a", 2),
                label(3, "b", 3),
                REFERENCE.get(4)));
    assertThat(verdict.outOfOrder()).isEqualTo(1);
    assertThat(verdict.overtakenTombstones()).isEqualTo(1);
    assertThat(verdict.stale()).isZero();
    assertThat(verdict.isExactlyOnce()).isFalse();
  }

  @Test
  void aKeyWithAnOlderLastVersionIsStale() {
    Verdict verdict =
        verify(
            List.of(
                label(0, "a", 0),
                label(2, "a", 1),
                tombstone(1, "a", 2),
                label(3, "b", 3),
                REFERENCE.get(4)));
    assertThat(verdict.stale()).isEqualTo(1);
    assertThat(verdict.outOfOrder()).isEqualTo(1);
    assertThat(verdict.overtakenTombstones()).isZero();
  }

  @Test
  void theOrderOfDifferentKeysIsIrrelevant() {
    List<OutputRecord> seen = new ArrayList<>(REFERENCE);
    seen.add(0, seen.remove(3));
    assertThat(verify(seen).isExactlyOnce()).isTrue();
  }

  @Test
  void anOutputOnTheWrongTopicIsLostAndDifferent() {
    List<OutputRecord> seen = without(3);
    seen.add(deadLetter(3, "b", 1, "PREDICTION_FAILED"));
    Verdict verdict = verify(seen);
    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.different()).isEqualTo(1);
  }

  @Test
  void anotherDeadLetterReasonIsDifferent() {
    List<OutputRecord> seen = without(4);
    seen.add(deadLetter(4, "b", 0, "PREDICTION_FAILED"));
    assertThat(verify(seen).different()).isEqualTo(1);
  }

  @Test
  void anOutputWithoutAnInputIsDifferent() {
    List<OutputRecord> seen = new ArrayList<>(REFERENCE);
    seen.add(deadLetter(-1, "c", 9, "UNDECODABLE"));
    assertThat(verify(seen).different()).isEqualTo(1);
  }

  private static List<OutputRecord> without(int number) {
    List<OutputRecord> seen = new ArrayList<>(REFERENCE);
    seen.removeIf(output -> output.number() == number);
    return seen;
  }

  private Verdict verify(List<OutputRecord> seen) {
    return OutputVerifier.verify(answers.comparison(), 5, new BitSet(), REFERENCE, seen);
  }
}
