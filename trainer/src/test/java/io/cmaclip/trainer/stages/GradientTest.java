package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.pytorch.engine.PtNDArray;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.TinyModel;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Content;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradients that training moves along, of the whole loss with every part of it at a weight, as
 * {@link TrainableModel#learn} hands them to the optimizer.
 */
class GradientTest {
  private static final List<TaskShape> TASKS =
      TinyRun.TASKS.stream().map(TaskClasses::shape).toList();
  private static final LossSettings LOSSES = TinyRun.recipe().losses();
  private static final int DIRECTIONS = 2;

  /**
   * Lengths of the steps that differences are taken over: far above the last bit of the loss. Where
   * a ReLU has its kink within the first, the second misses it.
   */
  private static final double[] STEPS = {1e-6, 2e-7};

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  static Stream<Arguments> fusionsAndStages() {
    return Stream.concat(
        Stream.of(arguments(Fusion.CMA, TinyRun.contrastive(1))),
        Stream.of(Fusion.values())
            .flatMap(
                fusion ->
                    Stream.of(TinyRun.warmUp(1), TinyRun.endToEnd(1), TinyRun.headsOnly(1))
                        .map(stage -> arguments(fusion, stage))));
  }

  /**
   * In float64, without dropout: slopes along random directions of each parameter against central
   * differences of the loss.
   */
  @ParameterizedTest
  @MethodSource("fusionsAndStages")
  void gradientsAgreeWithCentralDifferences(Fusion fusion, Stage stage) {
    try (OptimizerScript script = new OptimizerScript();
        TrainableModel model = model(fusion, ElementType.FLOAT64)) {
      NamedArrays free = model.unfreeze(group -> stage.learningRate(group) > 0);
      assertThat(free.arrays()).isNotEmpty();
      Random random = new Random(5);
      Map<ParameterGroup, List<Double>> slopes = new EnumMap<>(ParameterGroup.class);
      Map<ParameterGroup, List<Double>> differences = new EnumMap<>(ParameterGroup.class);
      gradients(model, free, stage)
          .forEach(
              (name, gradient) -> {
                List<Double> expected = new ArrayList<>();
                List<Double> actual = new ArrayList<>();
                for (int i = 0; i < DIRECTIONS; i++) {
                  double[] direction = random.doubles(gradient.length, -1, 1).toArray();
                  double slope = dot(gradient, direction);
                  expected.add(slope);
                  PtNDArray parameter = free.arrays().get(name);
                  actual.add(slope(model, parameter, direction, slope, script, stage));
                }
                // Of a small slope the loss's last bit is a larger share.
                assertThat(distance(actual, expected)).as(name).isLessThan(1e-5);
                ParameterGroup group = ParameterGroup.of(name);
                slopes.computeIfAbsent(group, g -> new ArrayList<>()).addAll(expected);
                differences.computeIfAbsent(group, g -> new ArrayList<>()).addAll(actual);
              });
      slopes.forEach(
          (group, expected) ->
              assertThat(distance(differences.get(group), expected))
                  .as("%s", group)
                  .isLessThan(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("fusionsAndStages")
  void gradientsInFloat32AgreeWithFloat64(Fusion fusion, Stage stage) {
    try (TrainableModel exact = model(fusion, ElementType.FLOAT64);
        TrainableModel rounded = model(fusion, ElementType.FLOAT32)) {
      Map<String, double[]> expected =
          gradients(exact, exact.unfreeze(group -> stage.learningRate(group) > 0), stage);
      gradients(rounded, rounded.unfreeze(group -> stage.learningRate(group) > 0), stage)
          .forEach(
              (name, gradient) ->
                  assertThat(distance(gradient, expected.get(name))).as(name).isLessThan(1e-4));
    }
  }

  private static TrainableModel model(Fusion fusion, ElementType type) {
    Architecture architecture = TinyRun.architecture(fusion);
    TrainableModel model =
        new TrainableModel(
            architecture,
            TASKS,
            TinyModel.weights(architecture, TASKS, 3),
            LOSSES,
            new ModuleSettings(type, 0, 0));
    model.adjustLogits(new float[] {-0.5f, -1.5f, -1.7f, -0.4f, -1.1f});
    return model;
  }

  private static Map<String, double[]> gradients(
      TrainableModel model, NamedArrays free, Stage stage) {
    assertThat(loss(model, stage)).isFinite();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    free.arrays()
        .forEach(
            (name, parameter) -> {
              try (PtNDArray gradient = parameter.getGradient()) {
                gradients.put(name, doubles(gradient));
              }
            });
    return gradients;
  }

  /** The slope of the loss along a direction; of two measurements the one nearer to expectation. */
  private static double slope(
      TrainableModel model,
      PtNDArray parameter,
      double[] direction,
      double expected,
      OptimizerScript script,
      Stage stage) {
    double[] values = doubles(parameter);
    double nearest = Double.NaN;
    for (double step : STEPS) {
      move(model, parameter, values, direction, step, script);
      double above = loss(model, stage);
      move(model, parameter, values, direction, -step, script);
      double below = loss(model, stage);
      double slope = (above - below) / (2 * step);
      if (!(Math.abs(slope - expected) >= Math.abs(nearest - expected))) {
        nearest = slope;
      }
      if (Math.abs(nearest - expected) < 1e-7 * Math.abs(expected)) {
        break;
      }
    }
    move(model, parameter, values, direction, 0, script);
    return nearest;
  }

  private static void move(
      TrainableModel model,
      PtNDArray parameter,
      double[] from,
      double[] direction,
      double distance,
      OptimizerScript script) {
    double[] values = new double[from.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = from[i] + distance * direction[i];
    }
    try (PtNDArray moved = (PtNDArray) model.manager().create(values, parameter.getShape())) {
      script.assign(new PtNDArray[] {parameter}, new PtNDArray[] {moved});
    }
  }

  private static double loss(TrainableModel model, Stage stage) {
    ListingSet listings = TinyRun.listings(8, 5);
    boolean contrastive = stage.objective() == Objective.CONTRASTIVE;
    int[] members =
        IntStream.range(0, listings.size())
            .filter(i -> !contrastive || listings.hasBoth(i))
            .toArray();
    Batch batch =
        BatchMaker.unaugmented(listings, ImageSize.of(TinyRun.ARCHITECTURE.image()))
            .plain(members, true, true);
    batch.images().provenance().content()[0] = Content.SWAPPED;
    batch.titles().provenance().content()[1] = Content.SWAPPED;
    batch.images().provenance().content()[2] = Content.CORRUPTED;
    batch.titles().provenance().content()[5] = Content.CORRUPTED;
    float[] teacher = new float[5 * batch.size()];
    for (int i = 0; i < teacher.length; i++) {
      teacher[i] = (float) Math.sin(i);
    }
    return model
        .learn(batch, stage.objective(), new Teaching(teacher, LOSSES.distillation(), 0.2), 1)
        .total();
  }

  private static double[] doubles(PtNDArray array) {
    return Arrays.stream(array.toArray()).mapToDouble(Number::doubleValue).toArray();
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double distance(List<Double> actual, List<Double> expected) {
    return distance(
        actual.stream().mapToDouble(Double::doubleValue).toArray(),
        expected.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Euclidean distance as a share of the length of what is expected. */
  private static double distance(double[] actual, double[] expected) {
    double[] difference = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    return Math.sqrt(dot(difference, difference) / dot(expected, expected));
  }
}
