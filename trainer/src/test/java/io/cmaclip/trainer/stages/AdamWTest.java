package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtGradientCollector;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdamWTest {
  private static final OptimizerSettings SETTINGS =
      new OptimizerSettings(0.1, 0.9, 0.99, 1e-8, 2.5, 0);

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @Test
  void aHundredStepsAgreeWithTheAlgorithm() {
    try (NDManager base = NDManager.newBaseManager("PyTorch");
        OptimizerScript script = new OptimizerScript()) {
      PtNDManager manager = (PtNDManager) base;
      Map<String, PtNDArray> arrays = new LinkedHashMap<>();
      arrays.put("class_weight", parameter(manager, 1f, -2f));
      arrays.put("class_bias", parameter(manager, 0.5f));
      double[] expected = {1, -2, 0.5};
      double[] mean = new double[3];
      double[] square = new double[3];
      try (AdamW adamw = new AdamW(manager, script, SETTINGS, new NamedArrays(arrays), 0)) {
        for (int step = 1; step <= 100; step++) {
          // The loss is the sum of a * p, so the gradients are a; in odd steps they exceed the norm
          // limit.
          float a = step % 2 == 1 ? 3 : 0.4f;
          backward(manager, arrays, a);
          float norm = adamw.step(group -> 0.01);
          double[] gradient = {a, 2 * a, -a};
          double length = Math.sqrt(6) * a;
          assertThat((double) norm).isEqualTo(length, within(1e-4));
          for (int i = 0; i < 3; i++) {
            double g = gradient[i] * Math.min(1, 2.5 / (length + 1e-6));
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.99 * square[i] + 0.01 * g * g;
            expected[i] -= i < 2 ? 0.01 * 0.1 * expected[i] : 0;
            expected[i] -=
                0.01
                    * (mean[i] / (1 - Math.pow(0.9, step)))
                    / (Math.sqrt(square[i] / (1 - Math.pow(0.99, step))) + 1e-8);
          }
          assertThat((double) arrays.get("class_weight").toFloatArray()[0])
              .isEqualTo(expected[0], within(1e-5));
          assertThat((double) arrays.get("class_weight").toFloatArray()[1])
              .isEqualTo(expected[1], within(1e-5));
          assertThat((double) arrays.get("class_bias").toFloatArray()[0])
              .isEqualTo(expected[2], within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reference.class)
  void aHundredStepsOverThreeGroupsAgreeWithPyTorch(Reference source) throws Exception {
    JsonNode reference = source.read("adamw.json");
    JsonNode s = reference.path("settings");
    OptimizerSettings settings =
        new OptimizerSettings(
            s.path("weightDecay").asDouble(),
            s.path("beta1").asDouble(),
            s.path("beta2").asDouble(),
            s.path("epsilon").asDouble(),
            s.path("clipNorm").asDouble(),
            0);
    JsonNode steps = reference.path("steps");
    assertThat(steps).hasSize(10);
    int count = steps.get(9).path("step").asInt();
    assertThat(count).isEqualTo(100);
    try (NDManager base = NDManager.newBaseManager("PyTorch");
        OptimizerScript script = new OptimizerScript()) {
      PtNDManager manager = (PtNDManager) base;
      Map<String, PtNDArray> arrays = new LinkedHashMap<>();
      steps
          .get(0)
          .path("parameters")
          .properties()
          .forEach(p -> arrays.put(p.getKey(), parameter(manager, p.getKey(), p.getValue())));
      try (AdamW adamw = new AdamW(manager, script, settings, new NamedArrays(arrays), 0)) {
        for (int step = 0; step < count; step++) {
          double share = (step + 1.0) / count;
          gradients(manager, arrays, step);
          float norm =
              adamw.step(
                  group ->
                      share
                          * reference
                              .path("rates")
                              .path(group.name().toLowerCase(Locale.ROOT))
                              .asDouble());
          if ((step + 1) % 10 == 0) {
            same(arrays, norm, steps.get(step / 10));
          }
        }
      }
    }
  }

  private static PtNDArray parameter(PtNDManager manager, String name, JsonNode values) {
    return parameter(manager, numbers(name, values.size(), 1));
  }

  private static float[] numbers(String name, long count, double scale) {
    float[] numbers = new float[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (scale * ReferenceNumbers.number(name, i));
    }
    return numbers;
  }

  /** The gradient of a sum of products is the factors. */
  private static void gradients(PtNDManager manager, Map<String, PtNDArray> arrays, int step) {
    double scale = (1 + step % 8) / 8.0;
    try (PtNDManager temporary = (PtNDManager) manager.newSubManager();
        PtGradientCollector collector = new PtGradientCollector()) {
      NDArray loss = null;
      for (Map.Entry<String, PtNDArray> array : arrays.entrySet()) {
        String name = array.getKey() + " " + step;
        NDArray factors = temporary.create(numbers(name, array.getValue().size(), scale));
        NDArray sum = array.getValue().mul(factors).sum();
        loss = loss == null ? sum : loss.add(sum);
      }
      collector.backward(loss);
    }
  }

  private static void same(Map<String, PtNDArray> arrays, float norm, JsonNode expected) {
    assertThat((double) norm).isEqualTo(expected.path("norm").asDouble(), within(1e-6));
    expected
        .path("parameters")
        .properties()
        .forEach(
            p -> {
              float[] actual = arrays.get(p.getKey()).toFloatArray();
              for (int i = 0; i < actual.length; i++) {
                assertThat((double) actual[i])
                    .as("%s after %s steps", p.getKey(), expected.path("step"))
                    .isEqualTo(p.getValue().get(i).asDouble(), within(1e-6));
              }
            });
  }

  @Test
  void onlyMatricesAndKernelsHaveWeightDecay() {
    for (String name :
        new String[] {"text.token", "image.stem.conv1_weight", "image.transformer.qkv_weight"}) {
      assertThat(AdamW.isDecayed(name)).as(name).isTrue();
    }
    for (String name :
        new String[] {
          "logit_scale",
          "image.stem.norm1_weight",
          "image.transformer.norm1_weight",
          "text.transformer.qkv_bias",
          "image.position",
          "modality_query"
        }) {
      assertThat(AdamW.isDecayed(name)).as(name).isFalse();
    }
  }

  @Test
  void learningRateWarmsUpThenDecaysToItsLastShare() {
    LearningRate rate = new LearningRate(100, 0.1, 0.02);
    assertThat(rate.at(0)).isEqualTo(0.1, within(1e-12));
    assertThat(rate.at(9)).isEqualTo(1, within(1e-12));
    assertThat(rate.at(99)).isEqualTo(0.02, within(1e-12));
    for (int step = 11; step < 100; step++) {
      assertThat(rate.at(step)).isLessThan(rate.at(step - 1));
    }
  }

  private static PtNDArray parameter(PtNDManager manager, float... values) {
    PtNDArray array = (PtNDArray) manager.create(values);
    array.setRequiresGradient(true);
    return array;
  }

  private static void backward(PtNDManager manager, Map<String, PtNDArray> arrays, float a) {
    try (PtGradientCollector collector = new PtGradientCollector();
        NDArray first = manager.create(new float[] {a, 2 * a});
        NDArray second = manager.create(new float[] {-a})) {
      NDArray loss =
          arrays
              .get("class_weight")
              .mul(first)
              .sum()
              .add(arrays.get("class_bias").mul(second).sum());
      collector.backward(loss);
      assertThat(loss.getShape()).isEqualTo(new Shape());
    }
  }
}
