package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.Stage;
import io.cmaclip.trainer.recipe.Unlabelled;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {
  @TempDir Path folder;

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @Test
  void learnsBothTasksAndReducesTheLoss() throws Exception {
    try (Training training =
        TinyRun.training(
            TinyRun.recipe(TinyRun.contrastive(2), TinyRun.endToEnd(25)),
            TinyRun.data(),
            folder,
            1000)) {
      List<EpochRecord> history = training.run(false);
      assertThat(history).hasSize(27);
      EpochRecord first = history.get(2);
      EpochRecord last = history.get(26);
      assertThat(last.loss()).isLessThan(0.6 * first.loss());
      assertThat(history.stream().mapToDouble(EpochRecord::validation).max().orElse(0))
          .isGreaterThan(0.9);
    }
  }

  @Test
  void aRunKilledAtAnyCheckpointEndsWithTheSameWeightsBitForBit() throws Exception {
    Recipe recipe =
        TinyRun.recipe(TinyRun.contrastive(2), TinyRun.headsOnly(1), TinyRun.endToEnd(2));
    WeightMap undisturbed = undisturbed(recipe);
    for (int kill : new int[] {3, 9, 17, 22}) {
      Path checkpoints = folder.resolve("killed-" + kill);
      killedAfter(kill, recipe, checkpoints);
      try (Training resumed = TinyRun.training(recipe, TinyRun.data(), checkpoints, 1)) {
        resumed.run(true);
        assertBitwiseEqual(resumed.model().copy(), undisturbed);
      }
    }
  }

  @Test
  void aRunKilledWithFrozenEncodersEndsWithTheSameWeightsBitForBit() throws Exception {
    Recipe recipe =
        TinyRun.recipe(TinyRun.contrastive(1), TinyRun.encodedOnce(3), TinyRun.endToEnd(1));
    WeightMap undisturbed = undisturbed(recipe);
    for (int kill : new int[] {7, 11, 18}) {
      Path checkpoints = folder.resolve("killed-" + kill);
      killedAfter(kill, recipe, checkpoints);
      try (Training resumed = TinyRun.training(recipe, TinyRun.data(), checkpoints, 1)) {
        resumed.run(true);
        assertBitwiseEqual(resumed.model().copy(), undisturbed);
      }
    }
  }

  @Test
  void encodingOnceEqualsEncodingEachTime() throws Exception {
    Recipe recipe = TinyRun.recipe(TinyRun.encodedOnce(3));
    float[][] once = limited(recipe, 1 << 24, 0);
    float[][] partly = limited(recipe, 20_000, 10_000);
    float[][] never = limited(recipe, 0, 0);
    for (int i = 0; i < never.length; i++) {
      assertThat(once[i]).containsExactly(never[i], within(1e-4f));
      assertThat(partly[i]).containsExactly(never[i], within(1e-4f));
    }
  }

  /**
   * Logits after training: key biases, which no logit depends on, follow rounding errors alone, so
   * weights cannot be compared.
   */
  private float[][] limited(Recipe recipe, long memory, long disk) throws Exception {
    TrainingData data = TinyRun.data();
    try (Training training =
        new Training(
            TinyRun.plan(recipe, data),
            new Checkpoints(folder.resolve("limited")),
            new CacheLimits(memory, disk, folder))) {
      training.run(false);
      return training.model().answer(data.validation(), ModalityState.BOTH).logits();
    }
  }

  @Test
  void aStageStartsFromTheBestEpochOfThePreviousStage() throws Exception {
    Map<ParameterGroup, Double> rates = new EnumMap<>(ParameterGroup.class);
    for (ParameterGroup group : ParameterGroup.values()) {
      rates.put(group, 0.02);
    }
    Stage wild = new Stage("wild", Objective.CLASSIFICATION, 10, 16, rates, 0, 1, true);
    TrainingData data = TinyRun.data();
    try (Training training =
        TinyRun.training(TinyRun.recipe(wild, TinyRun.headsOnly(0)), data, folder, 1000)) {
      List<EpochRecord> history = training.run(false);
      double best = history.stream().mapToDouble(EpochRecord::validation).max().orElseThrow();
      assertThat(history.get(history.size() - 1).validation()).isLessThan(best);
      Outputs outputs = training.model().answer(data.validation(), ModalityState.BOTH);
      assertThat(
              Validation.accuracy(outputs.logits(), data.validation(), data.tasks())
                  .values()
                  .stream()
                  .mapToDouble(Double::doubleValue)
                  .average())
          .hasValue(best);
    }
  }

  private static TrainingData unlabelled() {
    ListingSet unlabelled =
        new ListingSet(
            IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        new RawListing(
                            "4 " + (5 + i % 5),
                            new byte[3 * TinyRun.SIDE * TinyRun.SIDE],
                            "image " + i,
                            Map.of()))
                .toList(),
            TinyRun.TASKS,
            TinyRun::tokens);
    return new TrainingData(
        TinyRun.TASKS, unlabelled, TinyRun.listings(16, 2), token -> true, TinyRun.CORRUPTION);
  }

  @Test
  void unlabelledListingsTakePartInClassificationIfConfigured() throws Exception {
    LossSettings losses =
        new LossSettings(0, 0, 0.2, ClassBalance.NONE, 0.5, 0, 0.2, Unlabelled.EVERYWHERE);
    try (Training training =
        TinyRun.training(TinyRun.recipe(losses, TinyRun.endToEnd(3)), unlabelled(), folder, 1000)) {
      List<EpochRecord> history = training.run(false);
      assertThat(history).hasSize(3).allSatisfy(e -> assertThat(e.contrastive()).isPositive());
      // The teacher's share reaches its full value in the third epoch.
      assertThat(history.get(2).tasks()).isPositive();
    }
  }

  @Test
  void fixedTeachersTeachListingsWithoutLabels() throws Exception {
    TrainingData data = unlabelled();
    // Colour 2 and kind 1 for every listing.
    float[] answer = {-9, -9, 0, -9, 0};
    TeacherAnswers teacher =
        new TeacherAnswers("teacher", Collections.nCopies(data.training().size(), answer));
    Recipe recipe =
        TinyRun.recipe(
            new LossSettings(0, 0, 0, ClassBalance.NONE, 1, 0, 0, Unlabelled.EVERYWHERE),
            TinyRun.endToEnd(6));
    TrainingPlan plan =
        new TrainingPlan(recipe, TinyRun.ARCHITECTURE, data, Start.RANDOM, teacher, 7);
    assertThat(plan.identity()).isNotEqualTo(TinyRun.plan(recipe, data).identity());
    try (Training training =
        TinyRun.training(plan, new Checkpoints(folder.resolve("taught")), folder)) {
      training.run(false);
      float[][] logits = training.model().answer(data.training(), ModalityState.BOTH).logits();
      assertThat(List.of(logits))
          .allSatisfy(
              row -> {
                assertThat(row[2]).isGreaterThan(Math.max(row[0], row[1]));
                assertThat(row[4]).isGreaterThan(row[3]);
              });
    }
  }

  @Test
  void contrastiveStagesUseUnlabelledListings() throws Exception {
    TrainingData data = unlabelled();
    try (Training training =
        TinyRun.training(TinyRun.recipe(TinyRun.contrastive(1)), data, folder, 1000)) {
      assertThat(training.run(false)).hasSize(1);
    }
    try (Training training =
        TinyRun.training(
            TinyRun.recipe(TinyRun.endToEnd(1)), data, folder.resolve("labels"), 1000)) {
      assertThatThrownBy(() -> training.run(false))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("can learn from 0 listings");
    }
  }

  @Test
  void theSameSeedYieldsTheSameWeights() throws Exception {
    Recipe recipe = TinyRun.recipe(TinyRun.contrastive(1), TinyRun.endToEnd(1));
    assertBitwiseEqual(undisturbed(recipe), undisturbed(recipe));
  }

  @Test
  void rejectsACheckpointOfAnotherRun() throws Exception {
    killedAfter(2, TinyRun.recipe(TinyRun.endToEnd(1)), folder);
    try (Training other =
        TinyRun.training(TinyRun.recipe(TinyRun.endToEnd(2)), TinyRun.data(), folder, 1)) {
      assertThatThrownBy(() -> other.run(true))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("other data, recipe or seed");
    }
  }

  static Stream<Stage> stagesWithFrozenGroups() {
    return Stream.of(TinyRun.contrastive(2), TinyRun.warmUp(2), TinyRun.headsOnly(2));
  }

  @ParameterizedTest
  @MethodSource("stagesWithFrozenGroups")
  void frozenGroupsAndTheirBatchNormStatisticsDoNotChange(Stage stage) throws Exception {
    WeightMap before;
    WeightMap after;
    try (Training none = TinyRun.training(TinyRun.recipe(), TinyRun.data(), folder, 1000)) {
      none.run(false);
      before = none.model().copy();
    }
    try (Training some = TinyRun.training(TinyRun.recipe(stage), TinyRun.data(), folder, 1000)) {
      some.run(false);
      after = some.model().copy();
    }
    assertThat(before.names()).anyMatch(WeightLayout::isStatistic);
    for (String name : before.names()) {
      boolean same = before.get(name).data().equals(after.get(name).data());
      assertThat(same).as(name).isEqualTo(stage.learningRate(ParameterGroup.of(name)) == 0);
    }
  }

  @Test
  void aKilledRunWithAResidualStemEndsWithTheSameWeightsBitForBit() throws Exception {
    TrainingPlan plan = residual(TinyRun.recipe(TinyRun.contrastive(1), TinyRun.endToEnd(2)));
    WeightMap undisturbed = undisturbed(plan);
    killedAfter(9, plan, folder.resolve("killed"));
    try (Training resumed =
        TinyRun.training(plan, new Checkpoints(folder.resolve("killed"), 1, () -> {}), folder)) {
      resumed.run(true);
      assertBitwiseEqual(resumed.model().copy(), undisturbed);
    }
  }

  @Test
  void aResidualStemLearnsFromImages() throws Exception {
    TrainingPlan plan = residual(TinyRun.recipe(TinyRun.endToEnd(25)));
    try (Training training = TinyRun.training(plan, new Checkpoints(folder), folder)) {
      double best =
          training.run(false).stream()
              .mapToDouble(epoch -> epoch.accuracy().get("colour"))
              .max()
              .orElseThrow();
      assertThat(best).isGreaterThan(0.9);
    }
  }

  private static TrainingPlan residual(Recipe recipe) {
    Architecture architecture = TinyRun.architecture(Stem.RESIDUAL, Fusion.CMA);
    return new TrainingPlan(recipe, architecture, TinyRun.data(), Start.RANDOM, 7);
  }

  private WeightMap undisturbed(Recipe recipe) throws Exception {
    return undisturbed(TinyRun.plan(recipe, TinyRun.data()));
  }

  private WeightMap undisturbed(TrainingPlan plan) throws Exception {
    Path whole = folder.resolve("whole");
    try (Training training =
        TinyRun.training(plan, new Checkpoints(whole, 1000, () -> {}), whole)) {
      training.run(false);
      return training.model().copy();
    }
  }

  /** Leaves the folder as a run that is killed right after its n-th checkpoint. */
  private static void killedAfter(int n, Recipe recipe, Path checkpoints) {
    killedAfter(n, TinyRun.plan(recipe, TinyRun.data()), checkpoints);
  }

  private static void killedAfter(int n, TrainingPlan plan, Path checkpoints) {
    AtomicInteger left = new AtomicInteger(n);
    Runnable kill =
        () -> {
          if (left.decrementAndGet() == 0) {
            throw new Killed();
          }
        };
    try (Training training =
        TinyRun.training(plan, new Checkpoints(checkpoints, 1, kill), checkpoints)) {
      assertThatThrownBy(() -> training.run(false)).isInstanceOf(Killed.class);
    }
  }

  private static final class Killed extends RuntimeException {}

  private static void assertBitwiseEqual(WeightMap one, WeightMap other) {
    for (String name : other.names()) {
      assertThat(one.get(name).data()).as(name).isEqualTo(other.get(name).data());
    }
  }
}
