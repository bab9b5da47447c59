package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Forward and losses of a batch with padding and missing modalities, against PyTorch's own modules
 * that take one listing at a time.
 */
class PyTorchReferenceTest {
  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @ParameterizedTest
  @EnumSource(Reference.class)
  void forwardAndLossesAgree(Reference source) throws Exception {
    JsonNode reference = source.read("forward.json");
    List<TaskClasses> tasks = tasks(reference.path("tasks"));
    JsonNode weights = reference.path("lossSettings");
    LossSettings settings =
        new LossSettings(
            weights.path("labelSmoothing").asDouble(),
            weights.path("alone").asDouble(),
            weights.path("contrastive").asDouble());
    for (JsonNode example : reference.path("cases")) {
      Architecture architecture = Json.read(example.path("architecture"), Architecture.class);
      Batch batch = batch(reference.path("listings"), tasks, architecture);
      assertThat(batch.size()).isEqualTo(reference.path("listings").size()).isGreaterThan(3);
      compare(architecture, tasks, settings, batch, example);
    }
  }

  private static void compare(
      Architecture architecture,
      List<TaskClasses> tasks,
      LossSettings settings,
      Batch batch,
      JsonNode example) {
    List<TaskShape> shapes = tasks.stream().map(TaskClasses::shape).toList();
    WeightMap weights = ReferenceNumbers.weights(architecture.weights(shapes).shapes());
    try (OptimizerScript script = new OptimizerScript();
        EvaluationModel evaluation = new EvaluationModel(architecture, shapes, weights, script);
        TrainableModel model =
            new TrainableModel(
                architecture, shapes, weights, settings, new DropoutSettings(0, 0))) {
      double[] expected =
          numbers(example.path("outputs")).stream().mapToDouble(Double::doubleValue).toArray();
      float[] actual = evaluation.serve(batch);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i])
            .as("%s, output %d", architecture.fusion(), i)
            .isEqualTo(expected[i], within(1e-5));
      }
      model.unfreeze(group -> group == ParameterGroup.HEADS);
      LossValue loss = model.learn(batch, Objective.CLASSIFICATION, 1);
      List<Double> parts = numbers(example.path("losses"));
      assertThat(List.of(loss.total(), loss.tasks(), loss.alone(), loss.contrastive()))
          .as("%s", architecture.fusion())
          .usingComparatorForType((a, b) -> Math.abs(a - b) <= 1e-5 ? 0 : 1, Double.class)
          .isEqualTo(parts);
    }
  }

  private static Batch batch(JsonNode rows, List<TaskClasses> tasks, Architecture architecture) {
    List<RawListing> listings = new ArrayList<>();
    for (JsonNode row : rows) {
      String image = row.path("image").isNull() ? null : row.path("image").asText();
      Map<String, String> labels = new HashMap<>();
      row.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      byte[] pixels =
          image == null ? null : ReferenceNumbers.pixels(image, architecture.image().pixelBytes());
      listings.add(new RawListing(row.path("title").asText(), pixels, image, labels));
    }
    ListingSet set =
        new ListingSet(
            listings,
            tasks,
            title -> Arrays.stream(title.split(" ")).mapToInt(Integer::parseInt).toArray());
    return BatchMaker.unaugmented(set, ImageSize.of(architecture.image()))
        .plain(IntStream.range(0, set.size()).toArray(), true, true);
  }

  private static List<TaskClasses> tasks(JsonNode json) {
    List<TaskClasses> tasks = new ArrayList<>();
    for (Map.Entry<String, JsonNode> task : json.properties()) {
      List<String> classes = new ArrayList<>();
      task.getValue().forEach(name -> classes.add(name.asText()));
      tasks.add(new TaskClasses(task.getKey(), classes));
    }
    return tasks;
  }

  /** All numbers of an array, or of its arrays one after the other. */
  private static List<Double> numbers(JsonNode json) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : json) {
      if (element.isArray()) {
        numbers.addAll(numbers(element));
      } else {
        numbers.add(element.doubleValue());
      }
    }
    return numbers;
  }
}
