package io.cmaclip.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.files.Json;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
  private static final List<TaskShape> TASKS = List.of(new TaskShape("colour", 17));

  @Test
  void clipPartHasOpenAisParameterCount() {
    assertThat(Architecture.preset("paper").weights(TASKS).clipParameterCount())
        .isEqualTo(151_277_313);
  }

  @Test
  void roundTripsThroughJson() {
    ObjectNode json = (ObjectNode) Json.tree(Architecture.preset("paper"));
    ObjectNode image = (ObjectNode) json.get("image");
    image.put("height", 80).put("width", 64).put("resize", 64).put("fit", "stretch");
    image.put("stem", "conv").put("feedForward", 100);
    image.put("patch", 16).put("activation", "gelu").put("epsilon", 1e-6);
    image.putArray("mean").add(0.1).add(0.2).add(0.3);
    Architecture read = Json.read(json, Architecture.class);
    assertThat(Json.tree(read)).isEqualTo(json);
    assertThat(Json.read(Json.tree(read), Architecture.class)).isEqualTo(read);
  }

  @Test
  void runningStatisticsAreNotParameters() {
    Architecture paper = Architecture.preset("paper");
    ObjectNode json = (ObjectNode) Json.tree(paper);
    ((ObjectNode) json.get("image")).put("stem", "conv");
    WeightLayout layout = Json.read(json, Architecture.class).weights(TASKS);
    long stem = 32 * 27 + 64 * 32 * 9 + 128 * 64 * 9 + 2 * (32 + 64 + 128);
    long patch = 768L * 128 * 4 * 4 - 768L * 3 * 32 * 32;
    assertThat(layout.clipParameterCount()).isEqualTo(151_277_313 + stem + patch);
    assertThat(layout.shapes()).containsKey("image.stem.norm3_variance");
  }

  @ParameterizedTest
  @CsvSource({"residual, '48, 96, 192'", "residual-large, '48, 96, 160, 256'"})
  void blocksOfAResidualStemHaveThreeConvolutionsWithABatchNormEach(
      String stemName, String blocks) {
    ObjectNode json = (ObjectNode) Json.tree(Architecture.preset("paper"));
    ((ObjectNode) json.get("image")).put("stem", stemName);
    Architecture residual = Json.read(json, Architecture.class);
    WeightLayout layout = residual.weights(TASKS);
    long stem = 32 * 27 + 2 * 32;
    int in = 32;
    List<Integer> outputs = Stream.of(blocks.split(", ")).map(Integer::valueOf).toList();
    for (int out : outputs) {
      stem += 9L * in * out + 9L * out * out + (long) in * out + 6L * out;
      in = out;
    }
    long patch = 768L * in * 2 * 2 - 768L * 3 * 32 * 32;
    assertThat(layout.clipParameterCount()).isEqualTo(151_277_313 + stem + patch);
    assertThat(layout.shapes())
        .containsKey("image.stem.block" + outputs.size() + ".skip.norm_variance");
    assertThat(Json.tree(residual)).isEqualTo(json);
  }

  @Test
  void patchesOfAStemAreWholeStepsOfItsOutput() {
    ObjectNode json = (ObjectNode) Json.tree(Architecture.preset("paper"));
    ((ObjectNode) json.get("image")).put("stem", "residual").put("patch", 8);
    assertThatThrownBy(() -> Json.read(json, Architecture.class))
        .hasMessageContaining(
            "image.patch = 8: must be a multiple of 16 with image.stem = residual");
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void eachFusionHasOnlyItsWeights(Fusion fusion) {
    WeightLayout layout = paper(fusion).weights(TASKS);
    long d = 512;
    long layer = 2 * 2 * d + 4 * d * d + 4 * d + 8 * d * d + 5 * d;
    long sequence = fusion.sequenceWise() ? 2 * d + 12 * layer + 2 * d : 0;
    long query = fusion.modalityWise() ? d : 0;
    long joint = joint(fusion, d, layer);
    long heads = d * 512 + 512 + 17 * 512 + 17 + 2 * 17 * (d + 1);
    assertThat(layout.parameterCount()).isEqualTo(151_277_313 + sequence + joint + query + heads);
    assertThat(Json.read(Json.tree(paper(fusion)), Architecture.class)).isEqualTo(paper(fusion));
  }

  /** Parameters of the joint fusions with 12 layers and one task. */
  private static long joint(Fusion fusion, long d, long layer) {
    // One more norm than self-attention, for the attended tokens.
    long cross = layer + 2 * d;
    return switch (fusion) {
      case CLIP_CONCAT -> 2 * d * d + d;
      case OUTER_PRODUCT -> 2 * (16 * d + 16) + 17 * 17 * d + d;
      case CLIP_TRANSFORMER -> d + 2 * d + 12 * layer + 2 * d;
      case MMBT -> d + 2 * d + d * d + d + 12 * layer + 2 * d;
      case ONE_STREAM -> d + 2 * d + (768 * d + d) + (d * d + d) + 24 * layer + 2 * d;
      case CROSS_ATTENTION -> d + 12 * cross + 2 * d;
      case COCA -> d + 12 * (cross + 2 * d + 4 * d * d + 4 * d) + 2 * d;
      case EMBRACENET -> 2 * (d * d + d);
      case PERCEIVER -> 16 * d + 2 * d + d + 12 * layer + 2 * cross + 2 * d;
      default -> 0;
    };
  }

  private static Architecture paper(Fusion fusion) {
    Architecture a = Architecture.preset("paper");
    return new Architecture(
        a.image(),
        a.text(),
        a.projection(),
        a.sequenceAttention(),
        a.headHidden(),
        a.auxiliaryHeads(),
        fusion);
  }

  @Test
  void errorsNameKeyValueAndRange() {
    refused(
        json -> image(json).put("patch", 33),
        "image.height = 224: must be a multiple of image.patch = 33");
    refused(json -> image(json).put("heads", 0), "image.heads = 0: must be between 1 and 768");
    refused(
        json -> image(json).remove("layers"), "image.layers is missing: must be a whole number");
    refused(json -> image(json).put("layers", 1.5), "image.layers = 1.5: must be a whole number");
    refused(
        json -> image(json).put("fit", "squash"),
        "image.fit = \"squash\": must be one of crop, pad, stretch");
    refused(
        json -> json.put("fusion", "clip-product"),
        "fusion = \"clip-product\": must be one of cma, cma-no-modality-attention,"
            + " cma-no-attention, image-only, text-only, clip-sum, clip-concat, clip-transformer,"
            + " mmbt, one-stream, outer-product, cross-attention, embracenet, perceiver, coca");
    refused(
        json -> json.put("projektion", 3),
        "projektion: unknown key; known are [auxiliaryHeads, fusion, headHidden, image, projection,"
            + " sequenceAttention, text]");
    refused(
        json -> json.put("projection", 500),
        "projection = 500: must be a multiple of sequenceAttention.heads = 8");
    refused(json -> json.put("text", 3), "text = 3: must be an object");
    assertThatThrownBy(() -> Architecture.preset("huge"))
        .hasMessage("architecture huge: must be one of paper");
  }

  @Test
  void refusesAListingThatDoesNotFit() {
    Architecture a = Architecture.preset("paper");
    assertThatThrownBy(() -> a.check(null, null)).hasMessageContaining("neither image nor text");
    assertThatThrownBy(() -> a.check(new byte[3], null)).hasMessageContaining("3 x 224 x 224");
    assertThatThrownBy(() -> a.check(null, new int[78])).hasMessageContaining("must be 1 to 77");
    assertThatThrownBy(() -> a.check(null, new int[] {49408})).hasMessageContaining("49407");
  }

  private static ObjectNode image(ObjectNode json) {
    return (ObjectNode) json.get("image");
  }

  private static void refused(Consumer<ObjectNode> change, String message) {
    JsonNode json = Json.tree(Architecture.preset("paper"));
    change.accept((ObjectNode) json);
    assertThatThrownBy(() -> Json.read(json, Architecture.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
