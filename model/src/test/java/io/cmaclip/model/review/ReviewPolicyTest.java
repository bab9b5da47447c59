package io.cmaclip.model.review;

import static io.cmaclip.model.prediction.ModalityState.BOTH;
import static io.cmaclip.model.prediction.ModalityState.IMAGE_ONLY;
import static io.cmaclip.model.prediction.ModalityState.TEXT_ONLY;
import static io.cmaclip.model.prediction.ModalityStatus.FETCH_FAILED;
import static io.cmaclip.model.prediction.ModalityStatus.MISSING;
import static io.cmaclip.model.prediction.ModalityStatus.UNREADABLE;
import static io.cmaclip.model.prediction.ModalityStatus.USED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.model.noise.NoiseFeatures;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewSettings.NoiseThresholds;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReviewPolicyTest {
  private static final double ACCEPT = 0.8;
  private static final double NOISE = 0.7;
  private static final Map<String, String> NOTHING = Map.of();

  private final ReviewPolicy policy = ReviewPolicy.of(manifest(true), ReviewSettings.OF_BUNDLE);

  @Test
  void decimalsOfReasonsAreThoseOfStringFormat() {
    Random random = new Random(1);
    DoubleStream.concat(
            DoubleStream.of(0, 1, 0.0005, 0.9995, 0.99949999, 999.9996, 1e9, -0.5, Double.NaN),
            random.doubles(200_000))
        .forEach(
            value ->
                assertThat(ReviewPolicy.decimals(value))
                    .isEqualTo(String.format(Locale.ROOT, "%.3f", value)));
  }

  @Test
  void aCertainPredictionHasNoReviewReason() {
    assertThat(codes(policy, BOTH, colour(0.9), NoiseScores.NONE, NOTHING)).isEmpty();
    assertThat(policy.priority(List.of(), prediction(BOTH, colour(0.9), NoiseScores.NONE)))
        .isZero();
  }

  @Test
  void confidenceBelowTheTasksThresholdIsLow() {
    assertThat(codes(policy, BOTH, colour(ACCEPT), NoiseScores.NONE, NOTHING)).isEmpty();
    assertThat(codes(policy, BOTH, colour(0.799), NoiseScores.NONE, NOTHING))
        .containsExactly("LOW_CONFIDENCE(colour)");
  }

  @Test
  void eachStateHasItsThresholdAndAMissingThresholdAcceptsNothing() {
    assertThat(codes(policy, TEXT_ONLY, colour(0.92), NoiseScores.NONE, NOTHING))
        .contains("LOW_CONFIDENCE(colour)");
    assertThat(codes(policy, TEXT_ONLY, colour(0.96), NoiseScores.NONE, NOTHING))
        .doesNotContain("LOW_CONFIDENCE(colour)");
    assertThat(codes(policy, IMAGE_ONLY, colour(1.0), NoiseScores.NONE, NOTHING))
        .contains("LOW_CONFIDENCE(colour)");
  }

  @Test
  void eachNoiseScoreHasItsReason() {
    assertThat(codes(policy, BOTH, colour(0.9), new NoiseScores(NOISE, 0, 0), NOTHING))
        .containsExactly("MODALITY_MISMATCH");
    assertThat(codes(policy, BOTH, colour(0.9), new NoiseScores(0, NOISE, 0), NOTHING))
        .containsExactly("NOISY_IMAGE");
    assertThat(codes(policy, BOTH, colour(0.9), new NoiseScores(0, 0, NOISE), NOTHING))
        .containsExactly("NOISY_TEXT");
    assertThat(codes(policy, BOTH, colour(0.9), new NoiseScores(0.69, 0.69, 0.69), NOTHING))
        .isEmpty();
  }

  @Test
  void aScoreThatWasNotFittedIsNeverAReason() {
    ReviewSettings zero =
        new ReviewSettings(null, Map.of(), new NoiseThresholds(0.0, 0.0, 0.0), null, null);
    assertThat(
            codes(
                ReviewPolicy.of(manifest(false), zero),
                BOTH,
                colour(0.9),
                NoiseScores.NONE,
                NOTHING))
        .isEmpty();
  }

  @Test
  void reportsMissingAndUnreadableModalities() {
    Prediction textOnly = prediction(TEXT_ONLY, colour(0.96), NoiseScores.NONE);
    assertThat(policy.review(textOnly, MISSING, USED, NOTHING))
        .extracting(ReviewReason::shortForm)
        .containsExactly("IMAGE_MISSING");
    assertThat(policy.review(textOnly, UNREADABLE, USED, NOTHING))
        .extracting(ReviewReason::shortForm)
        .containsExactly("IMAGE_UNREADABLE");
    assertThat(policy.review(textOnly, FETCH_FAILED, USED, NOTHING).get(0).detail())
        .contains("could not be fetched");
    List<ReviewReason> unreadable = policy.review(textOnly, UNREADABLE, USED, NOTHING);
    assertThat(ReviewPolicy.withImageProblem(unreadable, "AVIF is not supported"))
        .containsExactly(
            new ReviewReason(ReviewCode.IMAGE_UNREADABLE, null, "AVIF is not supported"));
    assertThat(ReviewPolicy.withImageProblem(unreadable, null)).isEqualTo(unreadable);
  }

  @Test
  void aListingWithoutInferenceHasReasonsAndTheHighestPriority() {
    List<ReviewReason> reasons = policy.review(null, UNREADABLE, MISSING, Map.of("colour", "red"));
    assertThat(reasons)
        .extracting(ReviewReason::shortForm)
        .containsExactly("IMAGE_UNREADABLE", "TEXT_MISSING");
    assertThat(policy.priority(reasons, null)).isEqualTo(1);
  }

  @Test
  void certainModalitiesThatDisagreeAreInConflict() {
    ReviewSettings sure = new ReviewSettings(null, Map.of(), NoiseThresholds.OF_BUNDLE, 0.6, null);
    ReviewPolicy policy = ReviewPolicy.of(manifest(true), sure);
    assertThat(codes(policy, BOTH, alone("red", 0.6, "blue", 0.7), NoiseScores.NONE, NOTHING))
        .containsExactly("MODALITY_CONFLICT(colour)");
    assertThat(codes(policy, BOTH, alone("red", 0.6, "blue", 0.5), NoiseScores.NONE, NOTHING))
        .isEmpty();
    assertThat(codes(policy, BOTH, alone("red", 0.6, "red", 0.7), NoiseScores.NONE, NOTHING))
        .isEmpty();
  }

  @Test
  void conflictDefaultsToTheAcceptThresholdOfEachModality() {
    // Image alone accepts nothing in this bundle, so it can never contradict.
    assertThat(codes(policy, BOTH, alone("red", 1, "blue", 1), NoiseScores.NONE, NOTHING))
        .isEmpty();
    ReviewPolicy open =
        ReviewPolicy.of(
            manifest(true),
            new ReviewSettings(0.5, Map.of(), NoiseThresholds.OF_BUNDLE, null, null));
    assertThat(codes(open, BOTH, alone("red", 0.6, "blue", 0.6), NoiseScores.NONE, NOTHING))
        .containsExactly("MODALITY_CONFLICT(colour)");
  }

  @Test
  void aDeclaredValueCountsOnlyAgainstAnAcceptedLabel() {
    assertThat(codes(policy, BOTH, colour(0.9), NoiseScores.NONE, Map.of("colour", "blue")))
        .containsExactly("DECLARED_VALUE_CONFLICT(colour)");
    assertThat(codes(policy, BOTH, colour(0.9), NoiseScores.NONE, Map.of("colour", " RED ")))
        .isEmpty();
    assertThat(codes(policy, BOTH, colour(0.9), NoiseScores.NONE, Map.of("colour", " "))).isEmpty();
    assertThat(codes(policy, BOTH, colour(0.9), NoiseScores.NONE, Map.of("size", "blue")))
        .isEmpty();
    assertThat(codes(policy, BOTH, colour(0.5), NoiseScores.NONE, Map.of("colour", "blue")))
        .containsExactly("LOW_CONFIDENCE(colour)");
  }

  @Test
  void settingsOverrideTheBundleAndTaskSettingsOverrideGlobalOnes() {
    ReviewSettings all =
        new ReviewSettings(0.5, Map.of(), new NoiseThresholds(0.9, 0.9, 0.9), null, null);
    assertThat(
            codes(
                ReviewPolicy.of(manifest(true), all),
                BOTH,
                colour(0.5),
                new NoiseScores(0.8, 0.8, 0.8),
                NOTHING))
        .isEmpty();
    ReviewSettings one =
        new ReviewSettings(0.5, Map.of("colour", 0.6), NoiseThresholds.OF_BUNDLE, null, null);
    ReviewPolicy strict = ReviewPolicy.of(manifest(true), one);
    assertThat(codes(strict, BOTH, colour(0.55), NoiseScores.NONE, NOTHING))
        .containsExactly("LOW_CONFIDENCE(colour)");
    Prediction decided = strict.withAcceptance(prediction(BOTH, colour(0.65), NoiseScores.NONE));
    assertThat(decided.tasks().get(0).accepted()).isTrue();
  }

  @Test
  void onlyTheNamedTasksSendAListingToReview() {
    ReviewSettings none =
        new ReviewSettings(null, Map.of(), NoiseThresholds.OF_BUNDLE, null, Set.of());
    ReviewPolicy policy = ReviewPolicy.of(manifest(true), none);
    assertThat(codes(policy, BOTH, colour(0.1), NoiseScores.NONE, Map.of("colour", "green")))
        .isEmpty();
    assertThat(codes(policy, BOTH, colour(0.1), new NoiseScores(1, 0, 0), NOTHING))
        .containsExactly("MODALITY_MISMATCH");
    assertThat(
            policy
                .withAcceptance(prediction(BOTH, colour(0.1), NoiseScores.NONE))
                .tasks()
                .get(0)
                .accepted())
        .isFalse();
    ReviewSettings unknown =
        new ReviewSettings(null, Map.of(), NoiseThresholds.OF_BUNDLE, null, Set.of("colr"));
    assertThatThrownBy(() -> ReviewPolicy.of(manifest(true), unknown))
        .hasMessage("review of colr: the bundle has no such task, only colour");
  }

  @Test
  void refusesInvalidSettings() {
    assertThatThrownBy(
            () -> new ReviewSettings(1.5, Map.of(), NoiseThresholds.OF_BUNDLE, null, null))
        .hasMessage("accept threshold = 1.5: must be between 0 and 1");
    ReviewSettings unknown =
        new ReviewSettings(null, Map.of("colr", 0.5), NoiseThresholds.OF_BUNDLE, null, null);
    assertThatThrownBy(() -> ReviewPolicy.of(manifest(true), unknown))
        .hasMessage("accept threshold of colr: the bundle has no such task, only colour");
  }

  @Test
  void priorityGrowsWithEveryReasonAndStaysBelowOne() {
    Prediction bad = prediction(BOTH, alone("red", 0.6, "blue", 0.6), new NoiseScores(1, 1, 1));
    ReviewPolicy open =
        ReviewPolicy.of(
            manifest(true),
            new ReviewSettings(0.5, Map.of(), NoiseThresholds.OF_BUNDLE, null, null));
    List<ReviewReason> reasons = open.review(bad, USED, USED, Map.of("colour", "green"));
    assertThat(reasons).hasSize(5);
    double before = 0;
    for (int count = 1; count <= reasons.size(); count++) {
      double priority = open.priority(reasons.subList(0, count), bad);
      assertThat(priority).isGreaterThan(before).isLessThan(1);
      before = priority;
    }
    assertThat(open.priority(reasons.subList(0, 1), bad)).isEqualTo(0.6);
  }

  private static List<String> codes(
      ReviewPolicy policy,
      ModalityState state,
      TaskPrediction task,
      NoiseScores noise,
      Map<String, String> declared) {
    return policy
        .review(
            prediction(state, task, noise),
            state == TEXT_ONLY ? MISSING : USED,
            state == IMAGE_ONLY ? MISSING : USED,
            declared)
        .stream()
        .map(ReviewReason::shortForm)
        .toList();
  }

  private static Prediction prediction(
      ModalityState state, TaskPrediction task, NoiseScores noise) {
    return new Prediction(state, List.of(task), noise);
  }

  private static TaskPrediction colour(double confidence) {
    return new TaskPrediction(
        "colour", "red", confidence, confidence >= ACCEPT, 0.5, 0.5, List.of(), null, null);
  }

  private static TaskPrediction alone(
      String image, double imageConfidence, String text, double textConfidence) {
    return new TaskPrediction(
        "colour",
        "red",
        0.9,
        true,
        0.5,
        0.5,
        List.of(),
        new Alternative(image, imageConfidence),
        new Alternative(text, textConfidence));
  }

  private static BundleManifest manifest(boolean noise) {
    Architecture architecture = Architecture.preset("paper");
    BundleTask colour =
        new BundleTask(
            "colour",
            List.of("red", "blue", "green"),
            Map.of(
                BOTH, new OperatingPoint(1, ACCEPT),
                TEXT_ONLY, new OperatingPoint(1, 0.95),
                IMAGE_ONLY, new OperatingPoint(1, null)));
    int width = architecture.projection();
    NoiseModel fitted =
        new NoiseModel(
            score(NoiseFeatures.MISMATCH),
            score(width + NoiseFeatures.IMAGE_EXTRA),
            score(width + NoiseFeatures.TEXT_EXTRA));
    return new BundleManifest(
        "test",
        "1",
        architecture,
        List.of(colour),
        noise ? fitted : NoiseModel.NONE,
        Map.of(),
        Map.of(),
        Instant.EPOCH,
        Map.of());
  }

  private static LogisticScore score(int features) {
    return new LogisticScore(Collections.nCopies(features, 0.0), 0, NOISE);
  }
}
