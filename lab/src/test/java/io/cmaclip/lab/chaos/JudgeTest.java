package io.cmaclip.lab.chaos;

import static io.cmaclip.lab.chaos.Sightings.deadLetter;
import static io.cmaclip.lab.chaos.Sightings.label;
import static io.cmaclip.lab.chaos.Sightings.review;
import static io.cmaclip.lab.chaos.Sightings.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final List<Sighting> CALM =
      List.of(
          label(0, "a", 0),
          tombstone(1, "a", 1),
          label(2, "a", 2),
          label(3, "b", 3),
          deadLetter(4, "b", 0, "UNDECODABLE"));

  private final Answers answers = new Answers();

  @Test
  void aRunLikeTheUndisturbedOneIsExactlyOnce() {
    Verdict verdict = judge(CALM);
    assertThat(verdict.isExactlyOnce()).isTrue();
    assertThat(verdict).isEqualTo(new Verdict(0, 0, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void anUnansweredInputIsLost() {
    Verdict verdict = judge(without(3));
    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.isAtLeastOnce()).isFalse();
  }

  @Test
  void aMissingReviewItemIsLost() {
    List<Sighting> calm = new ArrayList<>(CALM);
    calm.add(review(0, "a", 0));
    assertThat(Judge.judge(answers.comparison(), 5, calm, CALM).lost()).isEqualTo(1);
  }

  @Test
  void aRepeatIsADuplicateWhichAtLeastOnceAllows() {
    List<Sighting> seen = new ArrayList<>(CALM);
    seen.add(deadLetter(4, "b", 1, "UNDECODABLE"));
    Verdict verdict = judge(seen);
    assertThat(verdict.duplicated()).isEqualTo(1);
    assertThat(verdict.isExactlyOnce()).isFalse();
    assertThat(verdict.isAtLeastOnce()).isTrue();
  }

  @Test
  void aDeletionOvertakenByALabelIsOutOfOrder() {
    Verdict verdict =
        judge(
            List.of(
                tombstone(1, "a", 0),
                label(0, "a", 1),
                label(2, "a", 2),
                label(3, "b", 3),
                CALM.get(4)));
    assertThat(verdict.outOfOrder()).isEqualTo(1);
    assertThat(verdict.overtakenTombstones()).isEqualTo(1);
    assertThat(verdict.stale()).isZero();
    assertThat(verdict.isExactlyOnce()).isFalse();
  }

  @Test
  void aKeyThatEndsWithAnOlderVersionIsStale() {
    Verdict verdict =
        judge(
            List.of(
                label(0, "a", 0),
                label(2, "a", 1),
                tombstone(1, "a", 2),
                label(3, "b", 3),
                CALM.get(4)));
    assertThat(verdict.stale()).isEqualTo(1);
    assertThat(verdict.outOfOrder()).isEqualTo(1);
    assertThat(verdict.overtakenTombstones()).isZero();
  }

  @Test
  void ordersOfDifferentKeysAreIndependent() {
    List<Sighting> seen = new ArrayList<>(CALM);
    seen.add(0, seen.remove(3));
    assertThat(judge(seen).isExactlyOnce()).isTrue();
  }

  @Test
  void anAnswerOnTheWrongTopicIsLostAndDifferent() {
    List<Sighting> seen = without(3);
    seen.add(deadLetter(3, "b", 1, "PREDICTION_FAILED"));
    Verdict verdict = judge(seen);
    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.different()).isEqualTo(1);
  }

  @Test
  void anotherReasonForADeadLetterIsDifferent() {
    List<Sighting> seen = without(4);
    seen.add(deadLetter(4, "b", 0, "PREDICTION_FAILED"));
    assertThat(judge(seen).different()).isEqualTo(1);
  }

  @Test
  void anOutputWithoutAnInputIsDifferent() {
    List<Sighting> seen = new ArrayList<>(CALM);
    seen.add(deadLetter(-1, "c", 9, "UNDECODABLE"));
    assertThat(judge(seen).different()).isEqualTo(1);
  }

  private static List<Sighting> without(int number) {
    List<Sighting> seen = new ArrayList<>(CALM);
    seen.removeIf(sighting -> sighting.number() == number);
    return seen;
  }

  private Verdict judge(List<Sighting> seen) {
    return Judge.judge(answers.comparison(), 5, CALM, seen);
  }
}
