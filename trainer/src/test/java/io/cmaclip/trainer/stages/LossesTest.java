package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Content;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
  private static final List<TaskShape> TASKS =
      TinyRun.TASKS.stream().map(TaskClasses::shape).toList();
  private static final WeightMap WEIGHTS =
      new Initialisation(TinyRun.ARCHITECTURE.weights(TASKS), 3).all();
  private final ListingSet listings = TinyRun.listings(32, 5);

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @Test
  void aTaskWithoutLabelsInTheBatchAddsNoLossAndNoGradient() {
    try (TrainableModel model = model(new LossSettings(0.1, 0.3, 0.2))) {
      model.unfreeze(group -> true);
      Batch batch = plain();
      Arrays.fill(batch.labels(), -1);
      LossValue loss = model.learn(batch, Objective.CLASSIFICATION, 1);
      assertThat(loss.tasks()).isZero();
      assertThat(loss.alone()).isZero();
      assertThat(loss.contrastive()).isPositive();
      assertThat(largestGradient(model, "class_weight")).isZero();
      assertThat(largestGradient(model, "text.token")).isPositive();
    }
  }

  @Test
  void aTaskWithoutLabelsDoesNotAffectOtherTasks() {
    try (TrainableModel model = model(new LossSettings(0.1, 0, 0))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      double both = tasksWithout(model, -1);
      double first = tasksWithout(model, 1);
      double second = tasksWithout(model, 0);
      assertThat(first).isPositive();
      assertThat(second).isPositive();
      assertThat(first + second).isEqualTo(both, within(1e-5));
    }
  }

  /** Loss of a batch without labels of one task; -1 keeps all labels. */
  private double tasksWithout(TrainableModel model, int task) {
    Batch batch = plain();
    for (int i = task; i >= 0 && i < batch.labels().length; i += 2) {
      batch.labels()[i] = -1;
    }
    return model.learn(batch, Objective.CLASSIFICATION, 1).tasks();
  }

  @Test
  void crossEntropyWithSmoothingMatchesTheDefinition() {
    double smoothing = 0.1;
    Batch batch = plain();
    float[][] logits = logits();
    double expected = 0;
    for (int task = 0; task < 2; task++) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < listings.size(); i++) {
        int label = listings.label(i, task);
        if (label >= 0) {
          double[] logs = logSoftmax(Outputs.ofTask(logits[i], TinyRun.TASKS, task));
          sum -= (1 - smoothing) * logs[label];
          sum -= smoothing * Arrays.stream(logs).average().orElseThrow();
          count++;
        }
      }
      expected += sum / count;
    }
    try (TrainableModel model = model(new LossSettings(smoothing, 0.3, 0.2))) {
      // Frozen, so that batch norm uses its running statistics as in serving.
      model.unfreeze(group -> false);
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue loss = model.learn(batch, Objective.CLASSIFICATION, 1);
      assertThat(loss.tasks()).isEqualTo(expected, within(1e-4));
      assertThat(loss.total())
          .isEqualTo(loss.tasks() + 0.3 * loss.alone() + 0.2 * loss.contrastive(), within(1e-4));
    }
  }

  @Test
  void equalTitlesAndImagesAreNotNegatives() {
    try (TrainableModel model = model(new LossSettings(0, 0, 1))) {
      model.unfreeze(group -> true);
      Batch batch = whole();
      LossValue apart = model.learn(batch, Objective.CONTRASTIVE, 1);
      Arrays.fill(batch.titles().provenance().group(), 9);
      LossValue equal = model.learn(batch, Objective.CONTRASTIVE, 1);
      assertThat(apart.total()).isPositive();
      // With all other pairs excluded only the right one remains.
      assertThat(equal.total()).isEqualTo(0, within(1e-6));
    }
  }

  @Test
  void swappedAndMissingModalitiesStayOutOfTheContrastiveLoss() {
    try (TrainableModel model = model(new LossSettings(0, 0, 1))) {
      model.unfreeze(group -> true);
      Batch batch = plain();
      Collections.replaceAll(
          Arrays.asList(batch.images().provenance().content()), Content.OWN, Content.SWAPPED);
      assertThat(model.learn(batch, Objective.CLASSIFICATION, 1).contrastive()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void logitAdjustmentAddsTheLogPriorInTheLossAloneAndSmoothsTowardsThePrior(double smoothing) {
    float[] prior = LogPrior.of(TinyRun.TASKS, listings);
    for (int task = 0; task < 2; task++) {
      float[] ofTask = Outputs.ofTask(prior, TinyRun.TASKS, task);
      double sum = 0;
      for (float log : ofTask) {
        sum += Math.exp(log);
      }
      assertThat(sum).isEqualTo(1, within(1e-6));
    }
    double expected = 0;
    float[][] logits = logits();
    for (int task = 0; task < 2; task++) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < listings.size(); i++) {
        int label = listings.label(i, task);
        if (label >= 0) {
          float[] adjusted = Outputs.ofTask(logits[i], TinyRun.TASKS, task);
          float[] ofTask = Outputs.ofTask(prior, TinyRun.TASKS, task);
          for (int c = 0; c < adjusted.length; c++) {
            adjusted[c] += ofTask[c];
          }
          double[] logs = logSoftmax(adjusted);
          sum -= (1 - smoothing) * logs[label];
          for (int c = 0; c < logs.length; c++) {
            sum -= smoothing * Math.exp(ofTask[c]) * logs[c];
          }
          count++;
        }
      }
      expected += sum / count;
    }
    try (TrainableModel model = model(new LossSettings(smoothing, 0.3, 0.2))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      double bare = model.learn(plain(), Objective.CLASSIFICATION, 1).tasks();
      model.adjustLogits(prior);
      double adjusted = model.learn(plain(), Objective.CLASSIFICATION, 1).tasks();
      assertThat(adjusted).isEqualTo(expected, within(1e-4)).isNotCloseTo(bare, within(1e-3));
    }
  }

  @Test
  void aTeacherThatAgreesWithTheModelAddsNoGradient() {
    Batch batch = plain();
    float[] teacher;
    try (OptimizerScript script = new OptimizerScript();
        EvaluationModel evaluation =
            new EvaluationModel(TinyRun.ARCHITECTURE, TASKS, WEIGHTS, script)) {
      teacher = evaluation.serve(batch);
    }
    float[][] logits = logits();
    double entropy = 0;
    for (int task = 0; task < 2; task++) {
      for (int i = 0; i < listings.size(); i++) {
        double[] logs = logSoftmax(Outputs.ofTask(logits[i], TinyRun.TASKS, task));
        entropy -= Arrays.stream(logs).map(l -> Math.exp(l) * l).sum() / listings.size();
      }
    }
    try (TrainableModel model =
        model(new LossSettings(0, 0, 0, ClassBalance.NONE, 1, 0, 0, null))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue loss = model.learn(batch, Objective.CLASSIFICATION, new Teaching(teacher, 1, 0), 1);
      // The teacher also covers unlabelled listings; for equal answers the loss is the entropy.
      assertThat(loss.tasks()).isEqualTo(entropy, within(1e-4));
      assertThat(largestGradient(model, "class_weight")).isLessThan(1e-6);
    }
  }

  @Test
  void lossOfACorruptedImageDependsOnItsModalityWeight() {
    Batch batch = whole();
    double expected = 0;
    try (OptimizerScript script = new OptimizerScript();
        EvaluationModel evaluation =
            new EvaluationModel(TinyRun.ARCHITECTURE, TASKS, WEIGHTS, script)) {
      float[][] weights = evaluation.answer(listings, ModalityState.BOTH).imageWeight();
      for (int i = 0; i < listings.size(); i++) {
        if (listings.hasBoth(i)) {
          expected -= Math.log(1 - weights[i][0]) + Math.log(1 - weights[i][1]);
        }
      }
    }
    try (TrainableModel model =
        model(new LossSettings(0, 0, 0, ClassBalance.NONE, 0, 1, 0, null))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue untouched = model.learn(batch, Objective.CLASSIFICATION, 1);
      assertThat(untouched.total()).isEqualTo(untouched.tasks(), within(1e-6));
      Arrays.fill(batch.images().provenance().content(), Content.CORRUPTED);
      LossValue corrupted = model.learn(batch, Objective.CLASSIFICATION, 1);
      assertThat(corrupted.total() - corrupted.tasks())
          .isEqualTo(expected / (2 * batch.size()), within(1e-4));
    }
  }

  @Test
  void auxiliaryHeadsLearnUniformAnswersOnCorruptedInputs() {
    Batch batch = whole();
    Arrays.fill(batch.images().provenance().content(), Content.SWAPPED);
    Arrays.fill(batch.titles().provenance().content(), Content.CORRUPTED);
    double expected = 0;
    try (OptimizerScript script = new OptimizerScript();
        EvaluationModel evaluation =
            new EvaluationModel(TinyRun.ARCHITECTURE, TASKS, WEIGHTS, script)) {
      float[][] logits = evaluation.answer(listings, ModalityState.BOTH).textLogits();
      for (int i = 0; i < listings.size(); i++) {
        for (int task = 0; listings.hasBoth(i) && task < 2; task++) {
          double[] logs = logSoftmax(Outputs.ofTask(logits[i], TinyRun.TASKS, task));
          expected -= Arrays.stream(logs).average().orElseThrow() / batch.size();
        }
      }
    }
    try (TrainableModel model = model(new LossSettings(0, 1, 0))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue loss = model.learn(batch, Objective.CLASSIFICATION, 1);
      assertThat(loss.alone()).isEqualTo(expected, within(1e-4));
    }
  }

  @Test
  void trimmingIgnoresTheLabelsThatTheTeacherFindsLeastLikely() {
    Batch batch = whole();
    float[] teacher = new float[5 * batch.size()];
    List<Integer> doubtful = List.of(2, 5, 7);
    for (int i = 0; i < batch.size(); i++) {
      int label = (int) batch.labels()[2 * i];
      if (label >= 0) {
        teacher[5 * i + label] = doubtful.contains(i) ? -9 : 9;
      }
    }
    long labelled =
        IntStream.range(0, batch.size()).filter(i -> batch.labels()[2 * i] >= 0).count();
    assertThat(doubtful).allSatisfy(i -> assertThat(batch.labels()[2 * i]).isNotNegative());
    Batch trimmedByHand = whole();
    doubtful.forEach(i -> trimmedByHand.labels()[2 * i] = -1);
    // The second task's labels are equally likely, so the test removes them.
    for (int i = 0; i < batch.size(); i++) {
      batch.labels()[2 * i + 1] = -1;
      trimmedByHand.labels()[2 * i + 1] = -1;
    }
    double share = (doubtful.size() + 0.5) / labelled;
    try (TrainableModel model = model(new LossSettings(0.1, 0.3, 0))) {
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue expected = model.learn(trimmedByHand, Objective.CLASSIFICATION, 1);
      LossValue actual =
          model.learn(batch, Objective.CLASSIFICATION, new Teaching(teacher, 0, share), 1);
      assertThat(actual.tasks()).isEqualTo(expected.tasks(), within(1e-6));
      assertThat(actual.alone()).isEqualTo(expected.alone(), within(1e-6));
      LossValue untrimmed =
          model.learn(batch, Objective.CLASSIFICATION, new Teaching(teacher, 0, 0), 1);
      assertThat(untrimmed.tasks()).isNotCloseTo(expected.tasks(), within(1e-3));
    }
  }

  @Test
  void namesAMissingTensorOfABatch() {
    Script model = CmaClipScript.of(TinyRun.ARCHITECTURE, TASKS, WEIGHTS, ModuleSettings.SERVING);
    ScriptModule root =
        new ScriptModule("Losses")
            .put("model", model.root())
            .put("label_smoothing", 0.0)
            .put("alone_weight", 0.0)
            .put("contrastive_weight", 0.0)
            .put("modality_weight", 0.0)
            .putNone("log_prior");
    Script script = model.within(root, LossesTest.class, "losses.py");
    try (ScriptBlock block = ScriptBlock.load(script);
        NDManager manager = block.manager().newSubManager()) {
      DeviceBatch batch = DeviceBatch.of(plain(), TinyRun.ARCHITECTURE.image(), manager);
      assertThatThrownBy(() -> block.call("classification", batch.dictionary(), false))
          .hasMessageContaining("trimmed");
      assertThat(block.call("classification", batch.with(Teaching.NONE).dictionary(), false))
          .hasSize(4);
    }
  }

  private TrainableModel model(LossSettings losses) {
    return new TrainableModel(
        TinyRun.ARCHITECTURE, TASKS, WEIGHTS, losses, new DropoutSettings(0, 0));
  }

  private float[][] logits() {
    try (OptimizerScript script = new OptimizerScript();
        EvaluationModel evaluation =
            new EvaluationModel(TinyRun.ARCHITECTURE, TASKS, WEIGHTS, script)) {
      return evaluation.answer(listings, ModalityState.BOTH).logits();
    }
  }

  private Batch plain() {
    return maker().plain(IntStream.range(0, listings.size()).toArray(), true, true);
  }

  private Batch whole() {
    return maker()
        .plain(IntStream.range(0, listings.size()).filter(listings::hasBoth).toArray(), true, true);
  }

  private BatchMaker maker() {
    return BatchMaker.unaugmented(listings, ImageSize.of(TinyRun.ARCHITECTURE.image()));
  }

  private static double largestGradient(TrainableModel model, String name) {
    try (PtNDArray gradient = model.parameters().arrays().get(name).getGradient()) {
      double largest = 0;
      for (float value : gradient.toFloatArray()) {
        assertThat(value).isFinite();
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }
  }

  private static double[] logSoftmax(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] logs = new double[logits.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logits[i] - Math.log(sum);
    }
    return logs;
  }
}
