package io.cmaclip.trainer.evaluation;

import static io.cmaclip.trainer.evaluation.TestObservations.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.review.ReviewCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks measures on examples that can be counted by hand. */
class EvaluatorTest {
  private static final NoiseScores QUIET = new NoiseScores(0.1, 0.2, 0.3);

  private final TestObservations made = new TestObservations();

  private static Outcome says(String label, double confidence, boolean accepted) {
    return outcome(label, confidence, accepted, 0.5, QUIET);
  }

  private static Outcome weighs(double imageWeight) {
    return outcome("red", 0.9, true, imageWeight, QUIET);
  }

  @Test
  void tasksAreMeasuredOverEveryLabelledListing() {
    made.listing("a", "colour", "red")
        .outcome(Perturbation.AS_GIVEN, says("red", 0.9, true))
        .add(false);
    made.listing("b", "colour", "red")
        .outcome(Perturbation.AS_GIVEN, says("blue", 0.8, true))
        .add(true);
    // A listing that could not be classified and a class that the bundle lacks count as wrong.
    made.listing("c", "colour", "blue").add(true);
    made.listing("d", "colour", "mauve")
        .outcome(Perturbation.AS_GIVEN, says("red", 0.4, false))
        .add(true);
    made.listing("e").outcome(Perturbation.AS_GIVEN, says("red", 0.9, true)).add(false);

    Evaluation evaluation = made.evaluate(TrainingFacts.UNKNOWN);
    TaskEvaluation colour = evaluation.tasks().get("colour");
    Measures m = colour.measures();
    assertThat(m.labelled()).isEqualTo(4);
    assertThat(m.accuracy()).isEqualTo(0.25);
    assertThat(m.recallAtP90()).isEqualTo(0.25);
    assertThat(m.acceptedShare()).isEqualTo(0.5);
    assertThat(m.acceptedPrecision()).isEqualTo(0.5);
    // |0.9 - 1| + 0.8 + 0.4 + 0 over 4; at temperature 1: |0.45 - 1| + 0.4 + 0.2 + 0, where 0.45
    // and 0.4 share a bin of a fifteenth: |0.85 - 1|.
    assertThat(m.ece()).isEqualTo((0.1 + 0.8 + 0.4) / 4, within(1e-12));
    assertThat(m.unscaledEce()).isEqualTo((0.15 + 0.2) / 4, within(1e-12));
    assertThat(colour.unknownLabels()).isEqualTo(1);
    assertThat(colour.majority()).isEqualTo(0.5);
    assertThat(evaluation.answered()).isEqualTo(4);
    assertThat(evaluation.review().share()).isEqualTo(0.6, within(1e-12));
    assertThat(colour.confusions().get(0))
        .isEqualTo(new TaskEvaluation.Confusion("red", "blue", 1, 2, List.of(1)));
  }

  @Test
  void statesAreMeasuredWithTheOtherModalityHidden() {
    made.listing("a", "colour", "red")
        .outcome(Perturbation.AS_GIVEN, says("red", 0.9, true))
        .outcome(Perturbation.IMAGE_ONLY, says("blue", 0.9, true))
        .outcome(Perturbation.TEXT_ONLY, says("red", 0.9, false))
        .corrupted("BLUR", "CODE")
        .add(false);
    made.listing("b", "colour", "red")
        .outcome(Perturbation.AS_GIVEN, says("blue", 0.7, true))
        .outcome(Perturbation.TEXT_ONLY, says("blue", 0.7, true))
        .add(false);

    Map<ModalityState, Measures> states =
        made.evaluate(TrainingFacts.UNKNOWN).tasks().get("colour").states();
    assertThat(states.get(ModalityState.BOTH).labelled()).isEqualTo(1);
    assertThat(states.get(ModalityState.BOTH).acceptedPrecision()).isEqualTo(1);
    assertThat(states.get(ModalityState.IMAGE_ONLY).labelled()).isEqualTo(1);
    assertThat(states.get(ModalityState.IMAGE_ONLY).acceptedPrecision()).isZero();
    assertThat(states.get(ModalityState.TEXT_ONLY).accuracy()).isEqualTo(0.5);
    assertThat(states.get(ModalityState.TEXT_ONLY).acceptedShare()).isEqualTo(0.5);
  }

  @Test
  void smallSlicesArePooledAndTitlesSlicedByTraining() {
    for (int i = 0; i < 30; i++) {
      String colour = i < 21 ? "red" : i < 26 ? "blue" : "green";
      made.listing("Title " + i, "colour", colour)
          .outcome(Perturbation.AS_GIVEN, says("red", 0.9, true))
          .add(false);
    }
    TrainingFacts training =
        TrainingFacts.of(
            List.of(" title  3 ", "title 4", "other"),
            List.of(Map.of("colour", "blue"), Map.of("colour", "blue"), Map.of()));
    Evaluation evaluation = made.evaluate(training);
    Map<String, Measures> classes = evaluation.tasks().get("colour").classes();
    assertThat(classes.keySet()).containsExactly("red", "others (2 values)");
    assertThat(classes.get("others (2 values)").labelled()).isEqualTo(9);
    assertThat(classes.get("others (2 values)").accuracy()).isZero();
    assertThat(evaluation.tasks().get("colour").majority()).isEqualTo(5 / 30.0, within(1e-12));
    Map<String, Slice> titles = evaluation.slices().get("title");
    assertThat(titles.get("unseen").listings()).isEqualTo(28);
    assertThat(titles.get("others (1 value)").listings()).isEqualTo(2);
    assertThat(evaluation.slices()).doesNotContainKey("gender");
  }

  @Test
  void slicesHaveAllMeasuresForEachLabelOfAConfiguredTask() {
    for (int i = 0; i < 50; i++) {
      made.listing("title", "colour", i < 20 ? "red" : "blue")
          .outcome(Perturbation.AS_GIVEN, says("red", 0.9, true))
          .add(i < 5);
    }
    Map<String, Map<String, Slice>> slices =
        made.evaluate(
                TrainingFacts.UNKNOWN, new EvaluationSettings(List.of(), List.of("colour", "none")))
            .slices();
    assertThat(slices).containsOnlyKeys("colour");
    assertThat(slices.get("colour").keySet()).containsExactly("blue", "red");
    Slice red = slices.get("colour").get("red");
    assertThat(red.listings()).isEqualTo(20);
    assertThat(red.tasks().get("colour").accuracy()).isEqualTo(1);
  }

  @Test
  void weightsAreComparedOnTheSameCleanListings() {
    weightsOf("red shoe", "none", 0.4, 0.6, 0.1, 0.5);
    weightsOf("shoe", "none", 0.6, Double.NaN, 0.3, 0.5);
    weightsOf("red shoe", "image_swap", 0.8, 0.1, 0.9, 0.1);

    Evaluation evaluation = made.evaluate(TrainingFacts.UNKNOWN);
    assertThat(evaluation.bars())
        .isEqualTo(
            new Evaluation.WeightBars(
                Map.of("colour", true), Map.of("colour", true), Map.of("colour", false)));
    WeightEvaluation weights = evaluation.modalityWeights().get("colour");
    assertThat(weights.states().get("all").imageWeight()).isEqualTo(0.6, within(1e-12));
    assertThat(weights.states().get("wordInTitle")).isEqualTo(new WeightEvaluation.Mean(1, 0.4));
    assertThat(weights.states().get("wordNotInTitle")).isEqualTo(new WeightEvaluation.Mean(1, 0.6));
    assertThat(weights.states().get("image_swap")).isEqualTo(new WeightEvaluation.Mean(1, 0.8));
    assertThat(weights.hidden().get("imageMissing").imageWeight()).isZero();
    assertThat(weights.hidden().get("textMissing").imageWeight()).isEqualTo(1);
    WeightEvaluation.Change word = weights.paired().get("wordTakenOut");
    assertThat(word.listings()).isEqualTo(1);
    assertThat(word.change()).isEqualTo(0.2, within(1e-12));
    WeightEvaluation.Change image = weights.paired().get("pictureCorrupted");
    assertThat(image.change()).isEqualTo(-0.3, within(1e-12));
    assertThat(image.error()).isEqualTo(0, within(1e-12));
    WeightEvaluation.Change title = weights.paired().get("titleCorrupted");
    // +0.1 and -0.1: mean 0, standard error sqrt(0.02 / 1 / 2).
    assertThat(title.change()).isEqualTo(0, within(1e-12));
    assertThat(title.error()).isEqualTo(0.1, within(1e-12));
    assertThat(title.raised()).isEqualTo(0.5);
    assertThat(weights.histogram().stream().mapToInt(n -> n).sum()).isEqualTo(3);
  }

  private void weightsOf(
      String title, String noise, double given, double noWord, double badImage, double badTitle) {
    TestObservations.One one =
        made.listing(title, "colour", "red", "noise", noise)
            .outcome(Perturbation.AS_GIVEN, weighs(given))
            .outcome(Perturbation.IMAGE_ONLY, weighs(1))
            .outcome(Perturbation.TEXT_ONLY, weighs(0))
            .outcome(Perturbation.IMAGE_CORRUPTED, weighs(badImage))
            .outcome(Perturbation.TITLE_CORRUPTED, weighs(badTitle))
            .corrupted("BLUR", "CODE");
    if (!Double.isNaN(noWord)) {
      one.withoutWord(weighs(noWord));
    }
    one.add(false);
  }

  @Test
  void noiseIsMeasuredAgainstCleanListingsAndByKind() {
    Outcome loud =
        outcome("red", 0.9, true, 0.5, new NoiseScores(0.9, 0, 0), ReviewCode.MODALITY_MISMATCH);
    Outcome loudImage =
        outcome("red", 0.9, true, 0.5, new NoiseScores(0.1, 0.8, 0), ReviewCode.NOISY_IMAGE);
    for (int i = 0; i < 4; i++) {
      Outcome given = i == 0 ? loud : weighs(0.5);
      made.listing("a", "colour", "red", "noise", "none")
          .outcome(Perturbation.AS_GIVEN, given)
          .outcome(Perturbation.IMAGE_ONLY, weighs(1))
          .outcome(Perturbation.TEXT_ONLY, weighs(0))
          .outcome(Perturbation.IMAGE_REENCODED, weighs(0.5))
          .outcome(Perturbation.IMAGE_CORRUPTED, i < 3 ? loudImage : weighs(0.5))
          .corrupted(i < 2 ? "BLUR" : "BARS", "CODE")
          .add(false);
    }
    made.listing("b", "noise", "title_swap").outcome(Perturbation.AS_GIVEN, loud).add(true);
    made.listing("c", "noise", "title_swap").outcome(Perturbation.AS_GIVEN, weighs(0.5)).add(true);
    // Neither image nor title: a clean listing without alarm.
    made.listing("").add(true);

    NoiseEvaluation noise = made.evaluate(TrainingFacts.UNKNOWN).noise();
    assertThat(noise.cleanListings()).isEqualTo(5);
    assertThat(noise.falseAlarms().get("any").share()).isEqualTo(0.2, within(1e-12));
    assertThat(noise.falseAlarms().get("image").share()).isZero();
    NoiseEvaluation.Kind swap = noise.kinds().get("title_swap");
    assertThat(swap.score()).isEqualTo("mismatch");
    // 0.9 beats four of five and ties one; 0.1 ties three, loses to 0.9 and beats 0.
    assertThat(swap.auroc()).isEqualTo((4.5 + 2.5) / 10, within(1e-12));
    assertThat(noise.recall().share()).isEqualTo(0.5);
    NoiseEvaluation.Kind fitted = noise.made().get("picture corrupted, kinds fitted on");
    assertThat(fitted.listings()).isEqualTo(2);
    assertThat(fitted.recall().share()).isEqualTo(1);
    assertThat(fitted.auroc()).isEqualTo(1);
    NoiseEvaluation.Kind unseen = noise.made().get("picture corrupted, kinds not fitted on");
    assertThat(unseen.recall().share()).isEqualTo(0.5);
    assertThat(unseen.auroc()).isEqualTo(0.75);
    assertThat(noise.made().get("picture BARS").unseen()).isTrue();
  }
}
