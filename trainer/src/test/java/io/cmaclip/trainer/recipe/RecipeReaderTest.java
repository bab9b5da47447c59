package io.cmaclip.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeReaderTest {
  @TempDir Path folder;

  @Test
  void everyPresetIsReadableAndTrainsThroughBothStages() {
    for (String preset : RecipeReader.PRESETS) {
      Recipe recipe = new RecipeReader().read(preset);
      assertThat(recipe.stages())
          .extracting(Stage::objective)
          .containsExactly(Objective.CONTRASTIVE, Objective.CLASSIFICATION);
      assertThat(recipe.architecture().auxiliaryHeads()).isTrue();
    }
  }

  @Test
  void aFileChangesAPresetKeyByKeyAndStageByName() throws IOException {
    Recipe recipe =
        read(
            "{\"preset\":\"fashion\",\"stages\":{\"end-to-end\":{\"epochs\":3,"
                + "\"learningRates\":{\"heads\":0.002}}},\"losses\":{\"alone\":0}}");
    Recipe preset = new RecipeReader().read("fashion");
    assertThat(recipe.stages().get(1).epochs()).isEqualTo(3);
    assertThat(recipe.stages().get(1).learningRate(ParameterGroup.HEADS)).isEqualTo(0.002);
    assertThat(recipe.stages().get(1).learningRate(ParameterGroup.CLIP))
        .isEqualTo(preset.stages().get(1).learningRate(ParameterGroup.CLIP));
    assertThat(recipe.stages().get(0)).isEqualTo(preset.stages().get(0));
    assertThat(recipe.losses().alone()).isZero();
    assertThat(recipe.losses().contrastive()).isEqualTo(preset.losses().contrastive());
  }

  @Test
  void aRecipeReadsTheSameInEveryProcessSoThatACheckpointKnowsItsRun() {
    for (Stage stage : new RecipeReader().read("fashion").stages()) {
      assertThat(List.copyOf(stage.learningRates().keySet())).isSorted();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"preset\":\"fashion\",\"optimizer\":{\"averaging\":1}} | optimizer.averaging = 1: must be",
        "{\"preset\":\"fashion\",\"stages\":{\"end-to-end\":{\"batch\":1}}} | stages.end-to-end.batch = 1",
        "{\"preset\":\"fashion\",\"stages\":{\"third\":{}}} | no stage of this name",
        "{\"preset\":\"fashion\",\"colour\":1} | colour",
        "{\"preset\":\"paris\"} | must be one of fashion, garments",
        "{\"preset\":\"fashion\",\"architecture\":{\"image\":{\"patch\":7}}} | image.patch",
        "{\"name\":\"x\"} | precision is missing",
        "{\"name\":\"x\",\"precision\":0.9} | architecture is missing",
        "{\"preset\":\"fashion\",\"losses\":{\"alone\":null}} | losses.alone is missing",
        "[1] | must be a JSON object",
        "{ | not readable as JSON"
      })
  void whatIsWrongIsSaidInOneLineWithKeyAndRange(String content, String expected)
      throws IOException {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aConfigThatIsNeitherPresetNorFileIsRefused() {
    assertThatThrownBy(() -> new RecipeReader().read("fashoin"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--config fashoin")
        .hasMessageContaining("fashion, garments");
  }

  private Recipe read(String json) throws IOException {
    Path file = folder.resolve("recipe.json");
    Files.writeString(file, json);
    return new RecipeReader().read(file.toString());
  }
}
