package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The gradients of the whole loss, each part of it with a weight, as {@link TrainableModel#learn}
 * hands them to the optimizer.
 */
@ParameterizedClass
@EnumSource(Fusion.class)
class GradientTest {
  private static final List<TaskShape> TASKS =
      TinyRun.TASKS.stream().map(TaskClasses::shape).toList();
  private static final LossSettings LOSSES = TinyRun.recipe().losses();
  private static final int DIRECTIONS = 2;

  /**
   * Step lengths of the differences: far above the rounding of the loss. A kink of a ReLU within
   * the first is outside the second.
   */
  private static final double[] STEPS = {1e-6, 2e-7};

  private static OptimizerScript script;
  private static Loaded exact;
  private static Loaded rounded;

  /** A model of this fusion, with its first running statistics. */
  private record Loaded(TrainableModel model, List<double[]> statistics) {
    static Loaded of(Fusion fusion, ElementType type) {
      Architecture architecture = TinyRun.architecture(fusion);
      TrainableModel model =
          new TrainableModel(
              architecture,
              TASKS,
              TinyModel.weights(architecture, TASKS, 3),
              LOSSES,
              new ModuleSettings(type, 0, 0));
      model.adjustLogits(new float[] {-0.5f, -1.5f, -1.7f, -0.4f, -1.1f});
      return new Loaded(
          model, model.statistics().arrays().values().stream().map(a -> doubles(a)).toList());
    }

    /** Undoes what earlier stages did to the model; returns the parameters that the stage moves. */
    NamedArrays begin(Stage stage) {
      int next = 0;
      for (PtNDArray array : model.statistics().arrays().values()) {
        assign(model, array, statistics.get(next++));
      }
      return model.unfreeze(group -> stage.learningRate(group) > 0);
    }
  }

  @BeforeParameterizedClassInvocation
  static void load(Fusion fusion) {
    TinyRun.useOneThread();
    script = new OptimizerScript();
    exact = Loaded.of(fusion, ElementType.FLOAT64);
    rounded = Loaded.of(fusion, ElementType.FLOAT32);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    exact.model().close();
    rounded.model().close();
    script.close();
  }

  private final Fusion fusion;

  GradientTest(Fusion fusion) {
    this.fusion = fusion;
  }

  Stream<Stage> stages() {
    Stream<Stage> stages = Stream.of(TinyRun.warmUp(1), TinyRun.endToEnd(1), TinyRun.headsOnly(1));
    return fusion == Fusion.CMA ? Stream.concat(Stream.of(TinyRun.contrastive(1)), stages) : stages;
  }

  /**
   * In float64, without dropout: slopes along random directions of each parameter against central
   * differences of the loss.
   */
  @TestFactory
  Stream<DynamicTest> gradientsAgreeWithCentralDifferences() {
    return stages().map(stage -> dynamicTest(stage.name(), () -> compareWithDifferences(stage)));
  }

  private static void compareWithDifferences(Stage stage) {
    NamedArrays free = exact.begin(stage);
    assertThat(free.arrays()).isNotEmpty();
    Random random = new Random(5);
    Map<ParameterGroup, List<Double>> slopes = new EnumMap<>(ParameterGroup.class);
    Map<ParameterGroup, List<Double>> differences = new EnumMap<>(ParameterGroup.class);
    Map<String, double[]> gradients = gradients(exact.model(), free, stage);
    try (Loss loss = new Loss(exact.model(), stage)) {
      gradients.forEach(
          (name, gradient) -> {
            List<Double> expected = new ArrayList<>();
            List<Double> actual = new ArrayList<>();
            for (int i = 0; i < DIRECTIONS; i++) {
              double[] direction = random.doubles(gradient.length, -1, 1).toArray();
              double slope = dot(gradient, direction);
              expected.add(slope);
              actual.add(slope(loss, free.arrays().get(name), direction, slope));
            }
            // The rounding of the loss is a larger share of a small slope.
            assertThat(distance(actual, expected)).as(name).isLessThan(1e-5);
            ParameterGroup group = ParameterGroup.of(name);
            slopes.computeIfAbsent(group, g -> new ArrayList<>()).addAll(expected);
            differences.computeIfAbsent(group, g -> new ArrayList<>()).addAll(actual);
          });
    }
    slopes.forEach(
        (group, expected) ->
            assertThat(distance(differences.get(group), expected))
                .as("%s", group)
                .isLessThan(1e-6));
  }

  @TestFactory
  Stream<DynamicTest> gradientsInFloat32AgreeWithFloat64() {
    return stages().map(stage -> dynamicTest(stage.name(), () -> compareNumberTypes(stage)));
  }

  private static void compareNumberTypes(Stage stage) {
    Map<String, double[]> expected = gradients(exact.model(), exact.begin(stage), stage);
    gradients(rounded.model(), rounded.begin(stage), stage)
        .forEach(
            (name, gradient) ->
                assertThat(distance(gradient, expected.get(name))).as(name).isLessThan(1e-4));
  }

  /** The gradients of one batch; leaves them at zero. */
  private static Map<String, double[]> gradients(
      TrainableModel model, NamedArrays free, Stage stage) {
    Batch batch = batch(stage);
    assertThat(model.learn(batch, stage.objective(), teaching(batch), 1).total()).isFinite();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    free.arrays()
        .forEach(
            (name, parameter) -> {
              try (PtNDArray gradient = parameter.getGradient()) {
                gradients.put(name, doubles(gradient));
                gradient.muli(0);
              }
            });
    return gradients;
  }

  /** The slope of the loss along a direction; of two measurements the one nearer to expectation. */
  private static double slope(Loss loss, PtNDArray parameter, double[] direction, double expected) {
    double[] values = doubles(parameter);
    double nearest = Double.NaN;
    for (double step : STEPS) {
      assign(loss.model, parameter, moved(values, direction, step));
      double above = loss.value();
      assign(loss.model, parameter, moved(values, direction, -step));
      double slope = (above - loss.value()) / (2 * step);
      if (!(Math.abs(slope - expected) >= Math.abs(nearest - expected))) {
        nearest = slope;
      }
      if (Math.abs(nearest - expected) < 1e-7 * Math.abs(expected)) {
        break;
      }
    }
    assign(loss.model, parameter, values);
    return nearest;
  }

  private static double[] moved(double[] from, double[] direction, double distance) {
    double[] values = new double[from.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = from[i] + distance * direction[i];
    }
    return values;
  }

  private static void assign(TrainableModel model, PtNDArray target, double[] values) {
    try (PtNDManager manager = (PtNDManager) model.manager().newSubManager()) {
      NDArray array = manager.create(values, target.getShape()).toType(target.getDataType(), false);
      script.assign(new PtNDArray[] {target}, new PtNDArray[] {(PtNDArray) array});
    }
  }

  /** The loss of one batch, computed without a backward pass. */
  private static final class Loss implements AutoCloseable {
    final TrainableModel model;
    private final Stage stage;
    private final PtNDManager manager;
    private final DeviceBatch tensors;

    Loss(TrainableModel model, Stage stage) {
      this.model = model;
      this.stage = stage;
      this.manager = (PtNDManager) model.manager().newSubManager();
      Batch batch = batch(stage);
      this.tensors =
          DeviceBatch.of(batch, TinyRun.ARCHITECTURE.image(), manager).with(teaching(batch));
    }

    double value() {
      Engine.getEngine("PyTorch").setRandomSeed(1);
      try (NDList losses = model.losses(tensors, stage.objective(), false)) {
        return losses.get("total").getDouble();
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static Batch batch(Stage stage) {
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
    return batch;
  }

  private static Teaching teaching(Batch batch) {
    float[] teacher = new float[5 * batch.size()];
    for (int i = 0; i < teacher.length; i++) {
      teacher[i] = (float) Math.sin(i);
    }
    return new Teaching(teacher, LOSSES.distillation(), 0.2);
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

  /** Euclidean distance, relative to the length of the expected vector. */
  private static double distance(double[] actual, double[] expected) {
    double[] difference = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    return Math.sqrt(dot(difference, difference) / dot(expected, expected));
  }
}
