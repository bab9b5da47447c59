package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.weights.WeightMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CmaClipScriptTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Stem.class)
  void loadsParametersInTheOrderOfTheLayout(Stem stem) throws Exception {
    Architecture a = TinyModel.architecture(stem, true);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 1);
    try (LoadedScript script = new LoadedScript(folder, a, TinyModel.TASKS, weights)) {
      List<String> learned =
          weights.names().stream().filter(name -> !WeightLayout.isStatistic(name)).toList();
      assertThat(script.model().getBlock().getParameters().keys())
          .containsExactlyInAnyOrderElementsOf(learned);
      List<float[]> statistics = script.call("running_statistics");
      List<float[]> expected =
          weights.names().stream()
              .filter(WeightLayout::isStatistic)
              .map(name -> weights.get(name).toFloats())
              .toList();
      assertThat(statistics).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void refusesWeightsWithAnotherShapeByName() {
    Architecture a = TinyModel.architecture(Stem.PATCH, true);
    List<TaskShape> others = List.of(new TaskShape("colour", 3), new TaskShape("pattern", 5));
    WeightMap weights = TinyModel.weights(a, others, 1);
    assertThatThrownBy(() -> CmaClipScript.of(a, TinyModel.TASKS, weights, ModuleSettings.SERVING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight class_weight has shape [8, 14]; the architecture says [7, 14]");
  }
}
