package io.cmaclip.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.SequenceAttention;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeReaderTest {
  @TempDir Path folder;

  @Test
  void presetsForSmallDataStartContrastively() {
    for (String preset : List.of("fashion", "fashion-conv", "garments")) {
      Recipe recipe = new RecipeReader().read(preset);
      assertThat(recipe.stages())
          .extracting(Stage::objective)
          .containsExactly(Objective.CONTRASTIVE, Objective.CLASSIFICATION);
      assertThat(recipe.architecture().auxiliaryHeads()).isTrue();
    }
  }

  @Test
  void paperPresetMatchesThePaper() {
    Recipe paper = new RecipeReader().read("paper");
    assertThat(paper.architecture().image()).isEqualTo(Architecture.preset("paper").image());
    assertThat(paper.architecture().text()).isEqualTo(Architecture.preset("paper").text());
    assertThat(paper.architecture().sequenceAttention()).isEqualTo(new SequenceAttention(12, 8));
    assertThat(paper.stages()).extracting(Stage::epochs).containsExactly(20, 20, 20);
    assertThat(paper.stages())
        .extracting(Stage::learningRates)
        .containsExactly(
            Map.of(ParameterGroup.SEQUENCE, 1e-5, ParameterGroup.HEADS, 1e-5),
            Map.of(
                ParameterGroup.CLIP,
                1e-5,
                ParameterGroup.SEQUENCE,
                1e-5,
                ParameterGroup.HEADS,
                1e-5),
            Map.of(ParameterGroup.HEADS, 1e-5));
    assertThat(paper.stages())
        .allSatisfy(
            stage -> {
              assertThat(stage.batch()).isEqualTo(1024);
              assertThat(stage.warmUp()).isZero();
              assertThat(stage.lastRate()).isEqualTo(1);
            });
    assertThat(paper.optimizer().weightDecay()).isEqualTo(1e-4);
  }

  @Test
  void singleTaskPresetDiffersFromPaperPresetOnlyInEpochs() {
    Recipe paper = new RecipeReader().read("paper");
    Recipe single = new RecipeReader().read("paper-single");
    assertThat(single.stages()).extracting(Stage::epochs).containsExactly(100, 300, 0);
    assertThat(single)
        .usingRecursiveComparison()
        .ignoringFields("name", "stages.epochs")
        .isEqualTo(paper);
  }

  @Test
  void classBalanceDefaultsToNone() throws IOException {
    assertThat(read("{\"preset\":\"fashion\",\"losses\":{\"alone\":0}}").losses().classBalance())
        .isEqualTo(ClassBalance.NONE);
    assertThat(
            read("{\"preset\":\"fashion\",\"losses\":{\"classBalance\":\"logit-adjusted\"}}")
                .losses()
                .classBalance())
        .isEqualTo(ClassBalance.LOGIT_ADJUSTED);
  }

  @Test
  void aFileOverridesAPresetByKeyAndStageName() throws IOException {
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
  void recipeTextIsEqualAcrossProcesses() {
    for (Stage stage : new RecipeReader().read("fashion").stages()) {
      assertThat(List.copyOf(stage.learningRates().keySet())).isSorted();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"preset\":\"fashion\",\"optimizer\":{\"averaging\":1}} | optimizer.averaging = 1: must"
            + " be",
        "{\"preset\":\"fashion\",\"stages\":{\"end-to-end\":{\"batch\":1}}} |"
            + " stages.end-to-end.batch = 1",
        "{\"preset\":\"fashion\",\"stages\":{\"third\":{}}} | no stage of this name",
        "{\"preset\":\"fashion\",\"colour\":1} | colour",
        "{\"preset\":\"paris\"} | must be one of fashion, fashion-conv, garments",
        "{\"preset\":\"fashion\",\"architecture\":{\"image\":{\"patch\":7}}} | image.patch",
        "{\"name\":\"x\"} | precision is missing",
        "{\"name\":\"x\",\"precision\":0.9} | architecture is missing",
        "{\"preset\":\"fashion\",\"losses\":{\"alone\":null}} | losses.alone is missing",
        "{\"preset\":\"paper\",\"losses\":{\"unlabelled\":\"everywhere\"}} | losses.unlabelled ="
            + " everywhere: needs",
        "{\"preset\":\"fashion\",\"losses\":{\"trimmed\":0.95}} | losses.trimmed = 0.95: must be"
            + " between 0 and 0.9",
        "{\"preset\":\"fashion\",\"damage\":{\"wrongLabels\":1,\"hiddenLabels\":0}} |"
            + " damage.wrongLabels = 1",
        "[1] | must be a JSON object",
        "{ | not readable as JSON"
      })
  void reportsInvalidRecipesInOneLineWithKeyAndRange(String content, String expected)
      throws IOException {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void rejectsAConfigThatIsNeitherPresetNorFile() {
    assertThatThrownBy(() -> new RecipeReader().read("fashoin"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--config fashoin")
        .hasMessageContaining("fashion, fashion-conv, garments");
  }

  private Recipe read(String json) throws IOException {
    Path file = folder.resolve("recipe.json");
    Files.writeString(file, json);
    return new RecipeReader().read(file.toString());
  }
}
