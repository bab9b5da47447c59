package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CmaClipPredictorTest {
  private static final PredictorSettings CPU =
      new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 2);

  @TempDir static Path folder;
  private static Bundle bundle;

  @BeforeAll
  static void writeBundle() throws Exception {
    bundle = TinyBundle.write(folder.resolve("tiny"));
  }

  @Test
  void predictionsDoNotDependOnTheBatch() {
    List<PreparedListing> listings = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      listings.add(TinyBundle.both(i, 3 + i % 9));
      listings.add(TinyBundle.imageOnly(100 + i));
      listings.add(TinyBundle.textOnly(200 + i, 12 - i % 9));
    }
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      List<Prediction> alone =
          listings.stream().map(l -> predictor.predict(List.of(l)).get(0)).toList();
      Random random = new Random(1);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < listings.size(); i++) {
        order.add(i);
      }
      for (int size : new int[] {2, 7, 36}) {
        Collections.shuffle(order, random);
        List<Integer> chosen = order.subList(0, size);
        List<Prediction> together = predictor.predict(chosen.stream().map(listings::get).toList());
        for (int i = 0; i < size; i++) {
          same(together.get(i), alone.get(chosen.get(i)));
        }
      }
    }
  }

  @Test
  void modalityWeightsSumToOneAndAreZeroForAMissingModality() {
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      List<Prediction> predictions =
          predictor.predict(
              List.of(TinyBundle.both(1, 4), TinyBundle.imageOnly(2), TinyBundle.textOnly(3, 5)));
      assertThat(predictions.get(0).state()).isEqualTo(ModalityState.BOTH);
      for (TaskPrediction task : predictions.get(0).tasks()) {
        assertThat(task.imageWeight() + task.textWeight()).isEqualTo(1);
        assertThat(task.imageWeight()).isStrictlyBetween(0.0, 1.0);
        assertThat(task.imageAlone()).isNotNull();
        assertThat(task.textAlone()).isNotNull();
      }
      for (TaskPrediction task : predictions.get(1).tasks()) {
        assertThat(task.imageWeight()).isEqualTo(1);
        assertThat(task.textWeight()).isEqualTo(0);
        assertThat(task.textAlone()).isNull();
      }
      for (TaskPrediction task : predictions.get(2).tasks()) {
        assertThat(task.imageWeight()).isEqualTo(0);
        assertThat(task.textWeight()).isEqualTo(1);
        assertThat(task.imageAlone()).isNull();
      }
      assertThat(predictions.get(1).noise().text()).isZero();
      assertThat(predictions.get(1).noise().image()).isStrictlyBetween(0.0, 1.0);
      assertThat(predictions.get(1).noise().mismatch()).isZero();
      assertThat(predictions.get(0).noise().mismatch()).isStrictlyBetween(0.0, 1.0);
    }
  }

  @Test
  void calibratesConfidencePerState() {
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      Prediction prediction = predictor.predict(List.of(TinyBundle.both(1, 4))).get(0);
      for (TaskPrediction task : prediction.tasks()) {
        double sum = task.confidence();
        for (Alternative alternative : task.alternatives()) {
          assertThat(alternative.confidence()).isLessThanOrEqualTo(task.confidence());
          sum += alternative.confidence();
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
      }
      TaskPrediction colour = prediction.tasks().get(0);
      assertThat(colour.accepted()).isEqualTo(colour.confidence() >= 0.5);
      assertThat(prediction.tasks().get(1).accepted()).isFalse();
    }
  }

  @Test
  void refusesListingsThatCannotBeClassified() {
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      assertThatThrownBy(() -> predictor.predict(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  predictor.predict(
                      List.of(TinyBundle.both(1, 3), new PreparedListing(null, null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neither image nor text");
      assertThatThrownBy(
              () -> predictor.predict(List.of(new PreparedListing(null, new int[] {1, 517, 2}))))
          .hasMessageContaining("token 517: must be between 0 and 516");
    }
  }

  @Test
  void predictorsShareAModelAndRunConcurrently() {
    List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, CPU, 3);
    List<PreparedListing> batch = List.of(TinyBundle.both(1, 4), TinyBundle.textOnly(2, 6));
    List<Prediction> expected = predictors.get(0).predict(batch);
    List<CompletableFuture<List<Prediction>>> runs =
        predictors.stream()
            .map(
                predictor ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          List<Prediction> last = predictor.predict(batch);
                          for (int i = 0; i < 50; i++) {
                            last = predictor.predict(batch);
                          }
                          return last;
                        }))
            .toList();
    for (CompletableFuture<List<Prediction>> run : runs) {
      List<Prediction> answers = run.join();
      same(answers.get(0), expected.get(0));
      same(answers.get(1), expected.get(1));
    }
    predictors.get(0).close();
    predictors.get(0).close();
    predictors.get(1).close();
    assertThat(predictors.get(2).predict(batch)).hasSize(2);
    predictors.get(2).close();
  }

  @Test
  void refusesAMissingGpuWithInstructions() {
    assertThatThrownBy(
            () -> CmaClipPredictor.load(bundle, CPU.withDevice(DeviceChoice.of("gpu:7"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("device = gpu:7")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    assertThatThrownBy(() -> DeviceChoice.of("tpu"))
        .hasMessage("device = tpu: must be auto, cpu, gpu, or gpu:N");
  }

  @Test
  void reportsTheIdentityOfTheBundle() {
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, CPU)) {
      assertThat(predictor.model()).isEqualTo(new ModelIdentity("tiny", "1", bundle.fingerprint()));
      predictor.selfTest();
    }
  }

  private static void same(Prediction actual, Prediction expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withComparatorForType((a, b) -> Math.abs(a - b) <= 1e-5 ? 0 : 1, Double.class)
        .isEqualTo(expected);
  }
}
