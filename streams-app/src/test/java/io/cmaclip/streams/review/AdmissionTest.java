package io.cmaclip.streams.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  /** 10% of a listing per second. */
  private static final ReviewBudget TENTH = new ReviewBudget(360, Map.of());

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Random random = new Random(5);
  private int keys;
  private Admission admission = new Admission();
  private Instant now = Instant.parse("2026-05-01T08:00:00Z");

  @Test
  void everyThousandListingsHoldTheBudgetThroughAJumpOfThePriorities() {
    List<Boolean> admitted = new ArrayList<>();
    for (int i = 0; i < 9000; i++) {
      double scale = i < 3000 || i >= 6000 ? 0.1 : 1;
      admitted.add(offer(scale * random.nextDouble(), TENTH, SECOND));
    }
    assertThat(windows(admitted)).allMatch(count -> count >= 90 && count <= 110);
  }

  @Test
  void equalPrioritiesAreAdmittedAtTheSameRate() {
    List<Boolean> admitted = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      admitted.add(offer(1, TENTH, SECOND));
    }
    assertThat(windows(admitted)).allMatch(count -> count >= 95 && count <= 105);
  }

  @Test
  void admitsTheHighestPriorities() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 5000; i++) {
      double priority = random.nextDouble();
      if (offer(priority, TENTH, SECOND)) {
        sum += priority;
        count++;
      }
    }
    assertThat(sum / count).isGreaterThan(0.8);
  }

  @Test
  void admitsNearlyAllDoubtfulListingsIfTheyAreFewerThanTheBudget() {
    int doubtful = 0;
    int admitted = 0;
    for (int i = 0; i < 5000; i++) {
      boolean isDoubtful = i > 1000 && random.nextDouble() < 0.05;
      doubtful += isDoubtful ? 1 : 0;
      admitted += offer(isDoubtful ? random.nextDouble() : 0, TENTH, SECOND) && isDoubtful ? 1 : 0;
    }
    assertThat(admitted).isGreaterThan(doubtful * 98 / 100);
  }

  @Test
  void aTimeWithoutDoubtfulListingsIsNotFollowedByAFlood() {
    for (int i = 0; i < 5000; i++) {
      offer(0, TENTH, SECOND);
    }
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += offer(random.nextDouble(), TENTH, SECOND) ? 1 : 0;
    }
    assertThat(admitted).isLessThanOrEqualTo(13);
  }

  @Test
  void theNumberPerHourStaysWhenListingsComeTwiceAsFast() {
    for (int i = 0; i < 7200; i++) {
      offer(random.nextDouble(), TENTH, SECOND);
    }
    for (int i = 0; i < 7200; i++) {
      offer(random.nextDouble(), TENTH, SECOND.dividedBy(2));
    }
    int admitted = 0;
    for (int i = 0; i < 7200; i++) {
      admitted += offer(random.nextDouble(), TENTH, SECOND.dividedBy(2)) ? 1 : 0;
    }
    assertThat(admitted).isBetween(345, 405);
  }

  @Test
  void theBacklogAfterALongPauseIsNoFlood() {
    for (int i = 0; i < 7200; i++) {
      offer(random.nextDouble(), TENTH, SECOND);
    }
    offer(random.nextDouble(), TENTH, Duration.ofHours(10));
    int admitted = 0;
    for (int i = 0; i < 36_000; i++) {
      admitted += offer(random.nextDouble(), TENTH, SECOND.dividedBy(100)) ? 1 : 0;
    }
    // Without a limit it would be 3600.
    assertThat(admitted).isLessThan(1200);
  }

  @Test
  void theStateSaysEverything() {
    Admission other = new Admission();
    ReviewBudget budget = new ReviewBudget(360, Map.of(ReviewCode.NOISY_IMAGE, 0.2));
    for (int i = 0; i < 500; i++) {
      now = now.plus(SECOND);
      Review review =
          review(i % 9 == 0 ? ReviewCode.NOISY_IMAGE : ReviewCode.NOISY_TEXT, random.nextDouble());
      other = Admission.decode(other.encode(), other.encodeRecent());
      byte[] key = key();
      assertThat(other.admit(review, key, budget, now))
          .isEqualTo(admission.admit(review, key, budget, now));
    }
  }

  @Test
  void aStateOfAnotherVersionIsForgotten() {
    assertThat(Admission.decode(new byte[] {99, 1}, null).encode())
        .isEqualTo(new Admission().encode())
        .isEqualTo(Admission.decode(null, null).encode());
  }

  @Test
  void aReasonWithAReservedShareDoesNotWaitForOthers() {
    ReviewBudget budget = new ReviewBudget(360, Map.of(ReviewCode.DECLARED_VALUE_CONFLICT, 0.1));
    int conflicts = 0;
    int admittedConflicts = 0;
    int admitted = 0;
    for (int i = 0; i < 5000; i++) {
      now = now.plus(SECOND);
      boolean isConflict = random.nextDouble() < 0.008;
      Review review =
          isConflict
              ? review(ReviewCode.DECLARED_VALUE_CONFLICT, 0.01)
              : review(ReviewCode.LOW_CONFIDENCE, 0.5 + random.nextDouble());
      boolean isAdmitted = admission.admit(review, key(), budget, now).isWanted();
      conflicts += isConflict ? 1 : 0;
      admittedConflicts += isConflict && isAdmitted ? 1 : 0;
      admitted += isAdmitted ? 1 : 0;
    }
    assertThat(admittedConflicts).isGreaterThan(conflicts * 8 / 10);
    assertThat(admitted).isBetween(490, 505);
  }

  @Test
  void aReservedShareThatNobodyUsesIsFreeForTheOthers() {
    ReviewBudget budget = new ReviewBudget(360, Map.of(ReviewCode.HUMAN_LABEL_STALE, 0.5));
    int admitted = 0;
    for (int i = 0; i < 5000; i++) {
      admitted += offer(random.nextDouble(), budget, SECOND) ? 1 : 0;
    }
    assertThat(admitted).isBetween(490, 505);
  }

  @Test
  void theAuditSampleIsAlwaysAdmittedAndCounts() {
    int admitted = 0;
    for (int i = 0; i < 5000; i++) {
      now = now.plus(SECOND);
      boolean isAudit = i % 20 == 0;
      Review review =
          review(isAudit ? ReviewCode.AUDIT : ReviewCode.LOW_CONFIDENCE, random.nextDouble());
      boolean isAdmitted = admission.admit(review, key(), TENTH, now).isWanted();
      assertThat(isAdmitted || !isAudit).isTrue();
      admitted += isAdmitted ? 1 : 0;
    }
    assertThat(admitted).isBetween(490, 505);
  }

  @Test
  void refusesSharesThatAddUpToMoreThanTheBudget() {
    assertThatThrownBy(
            () ->
                new ReviewBudget(
                    1, Map.of(ReviewCode.AUDIT, 0.6, ReviewCode.HUMAN_LABEL_STALE, 0.6)))
        .hasMessageContaining("more than 1");
  }

  /** Whether a listing goes to review; one with priority 0 has no reason to. */
  private boolean offer(double priority, ReviewBudget budget, Duration since) {
    now = now.plus(since);
    Review review =
        priority == 0
            ? new Review(null, List.of(), 0)
            : review(ReviewCode.LOW_CONFIDENCE, priority);
    return admission.admit(review, key(), budget, now).isWanted();
  }

  @Test
  void aListingInReviewIsAdmittedAgain() {
    byte[] key = key();
    now = now.plus(SECOND);
    admission.admit(review(ReviewCode.AUDIT, 0.3), key, TENTH, now);
    for (int i = 0; i < 50; i++) {
      Review low = review(ReviewCode.LOW_CONFIDENCE, 1e-9);
      now = now.plus(SECOND);
      assertThat(admission.admit(low, key, TENTH, now).isWanted()).isTrue();
    }
  }

  @Test
  void aListingWhoseLabelsWereDroppedCompetesAgain() {
    byte[] key = key();
    now = now.plus(SECOND);
    admission.admit(review(ReviewCode.AUDIT, 0.3), key, TENTH, now);
    for (int i = 0; i < 50; i++) {
      offer(1, TENTH, SECOND);
    }
    assertThat(
            admission.admit(review(ReviewCode.HUMAN_LABEL_STALE, 1e-9), key, TENTH, now).isHeld())
        .isTrue();
  }

  @Test
  void aNearDuplicateOfAnItemHasALowPriority() {
    Review first = sketched(0x0F0F_0F0F_0F0F_0F0FL);
    now = now.plus(Duration.ofMinutes(5));
    admission.admit(new Review(null, List.of(), 0), key(), TENTH, now);
    now = now.plus(Duration.ofMinutes(5));
    byte[] key = key();
    assertThat(admission.admit(first, key, TENTH, now).isWanted()).isTrue();
    assertThat(admission.admit(first, key, TENTH, now).priority()).isEqualTo(0.5);
    assertThat(admission.admit(sketched(0x0F0F_0F0F_0F0F_0F0EL), key(), TENTH, now).priority())
        .isEqualTo(0.5 * 0.02);
    assertThat(admission.admit(sketched(0xF0F0_0F0F_0F0F_0F0FL), key(), TENTH, now).priority())
        .isEqualTo(0.5);
  }

  private static Review sketched(long sketch) {
    Prediction prediction = new Prediction(ModalityState.BOTH, List.of(), NoiseScores.NONE, sketch);
    return new Review(
        prediction, List.of(new ReviewReason(ReviewCode.LOW_CONFIDENCE, "a", "")), 0.5);
  }

  private byte[] key() {
    return Integer.toString(keys++).getBytes(StandardCharsets.UTF_8);
  }

  private static Review review(ReviewCode code, double priority) {
    return new Review(null, List.of(new ReviewReason(code, null, "")), priority);
  }

  private static List<Integer> windows(List<Boolean> admitted) {
    List<Integer> counts = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < admitted.size(); i++) {
      count += admitted.get(i) ? 1 : 0;
      count -= i >= 1000 && admitted.get(i - 1000) ? 1 : 0;
      if (i >= 999) {
        counts.add(count);
      }
    }
    return counts;
  }
}
