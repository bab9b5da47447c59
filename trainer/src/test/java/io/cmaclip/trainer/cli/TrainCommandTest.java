package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.Screens;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.files.FileGuard;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.huggingface.ClipImport;
import io.cmaclip.model.huggingface.HuggingFaceModel;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @BeforeAll
  static void useOneThread() {
    PyTorch.load();
    JniUtils.setNumThreads(1);
  }

  @BeforeEach
  void writeListings() throws IOException {
    ColouredListings.write(folder);
  }

  @Test
  void writesAVerifiableBundleAndAReport() throws IOException {
    Path bundle = folder.resolve("bundle");
    assertThat(train(bundle, "--json", "--image-decode=fast")).as(command.err()).isZero();
    Bundle opened = Bundle.open(bundle);
    assertThat(opened.manifest().name()).isEqualTo("tiny");
    assertThat(opened.manifest().imageDecode()).isEqualTo(DecodeMode.FAST);
    assertThat(opened.manifest().tasks()).hasSize(1);
    assertThat(opened.manifest().tasks().get(0).classes()).containsExactly("blue", "green", "red");
    assertThat(opened.manifest().tasks().get(0).operatingPoints())
        .containsOnlyKeys(ModalityState.values());
    assertThat(opened.manifest().noise().image()).isNull();
    assertThat(opened.selfTest().inputs()).hasSize(4);
    assertThat(opened.profile().data()).endsWith(", metadata.jsonl").startsWith("a tenth of ");
    assertThat(opened.profile().listings()).isEqualTo(16);
    assertThat(opened.profile().tasks().get(0).task()).isEqualTo("colour");
    JsonNode report = new ObjectMapper().readTree(bundle.resolve("report.json").toFile());
    assertThat(report.path("history")).hasSize(5);
    JsonNode metrics = new ObjectMapper().readTree(bundle.resolve("metrics.json").toFile());
    assertThat(metrics.path("tasks").path("colour").path("labelled").asInt()).isEqualTo(16);
    String page = Files.readString(bundle.resolve("report.html"));
    assertThat(page)
        .contains("<svg", "colour", "end-to-end: loss")
        .doesNotContain("http://", "https://", "<script");
    Screens.assertFits(page, Files.createDirectory(folder.resolve("screen")));
    JsonNode json = command.json();
    assertThat(json.path("fingerprint").asText()).isEqualTo(opened.fingerprint());
    assertThat(command.out()).contains("144 training and 16 validation listings", "colour");
    assertThat(folder.resolve("bundle.training")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cma-no-attention", "image-only", "text-only"})
  void trainsAndServesOtherFusions(String fusion) throws IOException {
    Files.writeString(
        folder.resolve("tiny.json"),
        ColouredListings.RECIPE.replace(
            "\"projection\"", "\"fusion\": \"%s\", \"projection\"".formatted(fusion)));
    Path bundle = folder.resolve("bundle");
    assertThat(train(bundle)).as(command.err()).isZero();
    Bundle opened = Bundle.open(bundle);
    try (CmaClipPredictor predictor =
        CmaClipPredictor.load(
            opened, new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 1))) {
      predictor.selfTest();
    }
    assertThat(Json.tree(opened.manifest().architecture()).path("fusion").asText())
        .isEqualTo(fusion);
  }

  @Test
  void reusesEncodersAndUnchangedHeadsBitForBit() throws IOException {
    Path first = folder.resolve("first");
    assertThat(train(first)).as(command.err()).isZero();
    untrained("\"projection\"", "\"projection\"");
    Path second = folder.resolve("second");
    assertThat(train(second, "--encoders", first.toString())).as(command.err()).isZero();
    assertThat(Bundle.open(second).manifest().version()).isEqualTo("2");
    assertThat(command.out()).contains("heads reused: colour; new: none");
    assertThat(second.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(first.resolve("weights.safetensors"));
    assertThat(second.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(first.resolve("tokenizer.json"));
  }

  @Test
  void startsFromTheImageEncoderOfAnotherBundle() throws IOException {
    Path first = folder.resolve("first");
    Path image = folder.resolve("image");
    assertThat(train(first)).as(command.err()).isZero();
    assertThat(train(image, "--seed=2")).as(command.err()).isZero();
    untrained("\"projection\"", "\"projection\"");
    Path second = folder.resolve("second");
    assertThat(train(second, "--encoders=" + first, "--image-encoder=" + image))
        .as(command.err())
        .isZero();
    try (SafetensorsFile ofFirst = Bundle.open(first).openWeights();
        SafetensorsFile ofImage = Bundle.open(image).openWeights();
        SafetensorsFile ofSecond = Bundle.open(second).openWeights()) {
      for (String name : ofSecond.names()) {
        SafetensorsFile source = name.startsWith("image") ? ofImage : ofFirst;
        assertThat(ofSecond.get(name).data()).as(name).isEqualTo(source.get(name).data());
      }
    }
    assertThat(Bundle.open(second).manifest().training().get("imageEncoder"))
        .isEqualTo(Bundle.open(image).fingerprint());

    recipe("\"projection\": 12", "\"projection\": 16");
    assertThat(train(folder.resolve("third"), "--image-encoder=" + image)).isEqualTo(1);
    assertThat(command.err())
        .contains(
            "--image-encoder " + image,
            "its projection is 16 and that of the run is 12; they must be equal");
    assertThat(folder.resolve("third")).doesNotExist();
  }

  @Test
  void startsFromAnImportedClip() throws IOException {
    Path clip = folder.resolve("clip");
    ClipImport.run(new HuggingFaceModel().write(folder.resolve("hf")), clip);
    untrained(
        "\"projection\": 16, \"sequenceAttention\": {\"layers\": 1, \"heads\": 2}",
        "\"projection\": 16, \"sequenceAttention\": {\"layers\": 1, \"heads\": 2}");
    Path bundle = folder.resolve("bundle");
    assertThat(train(bundle, "--encoders", clip.toString())).as(command.err()).isZero();
    assertThat(command.out()).contains("fusion new; heads reused: none; new: colour");
    try (SafetensorsFile imported = ClipFolder.open(clip).openWeights();
        SafetensorsFile trained = Bundle.open(bundle).openWeights()) {
      for (String name : imported.names()) {
        assertThat(trained.get(name).toFloats()).as(name).isEqualTo(imported.get(name).toFloats());
      }
    }
    assertThat(bundle.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(clip.resolve("tokenizer.json"));
    assertThat(train(folder.resolve("neither"), "--encoders", folder.toString())).isEqualTo(1);
  }

  @Test
  void resetsOnlyTheHeadOfATaskWithANewClass() throws IOException {
    Path metadata = folder.resolve("metadata.jsonl");
    String rows = Files.readString(metadata);
    String cuts = rows.replace("\"colour\":\"red\"", "\"colour\":\"red\",\"cut\":\"long\"");
    cuts = cuts.replace("\"colour\":\"blue\"", "\"colour\":\"blue\",\"cut\":\"short\"");
    Files.writeString(metadata, cuts);
    Path first = folder.resolve("first");
    assertThat(train(first)).as(command.err()).isZero();
    Files.writeString(
        metadata,
        cuts.replaceAll("(\"id\":\"1\\d\\d\".*)\"colour\":\"red\"", "$1\"colour\":\"mauve\""));
    untrained("\"projection\"", "\"projection\"");
    Path second = folder.resolve("second");
    assertThat(train(second, "--encoders", first.toString())).as(command.err()).isZero();
    assertThat(command.out()).contains("heads reused: cut; new: colour");
    try (SafetensorsFile old = Bundle.open(first).openWeights();
        SafetensorsFile fresh = Bundle.open(second).openWeights()) {
      for (String name : old.names()) {
        if (name.contains(".")) {
          assertThat(fresh.get(name).data()).as(name).isEqualTo(old.get(name).data());
        }
      }
      // Classes: colour 3 then 4, cut 2; rows of 16 numbers.
      float[] before = old.get("class_weight").toFloats();
      float[] after = fresh.get("class_weight").toFloats();
      assertThat(Arrays.copyOfRange(after, 4 * 16, 6 * 16))
          .isEqualTo(Arrays.copyOfRange(before, 3 * 16, 5 * 16));
      assertThat(Arrays.copyOfRange(after, 0, 16)).isNotEqualTo(Arrays.copyOfRange(before, 0, 16));
      assertThat(Arrays.copyOfRange(fresh.get("modality_query").toFloats(), 16, 32))
          .isEqualTo(Arrays.copyOfRange(old.get("modality_query").toFloats(), 16, 32));
    }
  }

  @Test
  void resetsAFusionOfAnotherSize() throws IOException {
    Path first = folder.resolve("first");
    assertThat(train(first)).as(command.err()).isZero();
    untrained(
        "\"layers\": 1, \"heads\": 2}, \"headHidden\"",
        "\"layers\": 2, \"heads\": 2}, \"headHidden\"");
    Path second = folder.resolve("second");
    assertThat(train(second, "--encoders", first.toString())).as(command.err()).isZero();
    assertThat(command.out()).contains("fusion new; heads reused: none; new: colour");
    try (SafetensorsFile old = Bundle.open(first).openWeights();
        SafetensorsFile fresh = Bundle.open(second).openWeights()) {
      assertThat(fresh.get("image.position").data()).isEqualTo(old.get("image.position").data());
      assertThat(fresh.info("sequence_attention.transformer.qkv_weight").shape().get(0))
          .isEqualTo(2);
    }
  }

  @Test
  void rejectsASequenceAttentionThatDoesNotFitTheEncoders() throws IOException {
    Path first = folder.resolve("first");
    assertThat(train(first)).as(command.err()).isZero();
    untrained(
        "\"projection\": 16, \"sequenceAttention\": {\"layers\": 1, \"heads\": 2}",
        "\"projection\": 15, \"sequenceAttention\": {\"layers\": 1, \"heads\": 3}");
    assertThat(train(folder.resolve("second"), "--encoders", first.toString())).isEqualTo(1);
    assertThat(command.err()).contains("--encoders", "projection = 16", "sequenceAttention.heads");
  }

  /** Sets the epochs of all stages to 0. */
  private void untrained(String part, String instead) throws IOException {
    assertThat(ColouredListings.RECIPE).contains(part);
    Files.writeString(
        folder.resolve("tiny.json"),
        ColouredListings.RECIPE
            .replace(part, instead)
            .replace("\"epochs\": 1", "\"epochs\": 0")
            .replace("\"epochs\": 4", "\"epochs\": 0"));
  }

  @Test
  void doesNotOverwriteCheckpointsWithoutResume() throws IOException {
    Files.createDirectories(folder.resolve("bundle.training/checkpoints"));
    assertThat(train(folder.resolve("bundle"))).isEqualTo(1);
    assertThat(command.err()).contains("--resume");
  }

  @Test
  void rejectsASecondRunOfTheSameBundle() throws Exception {
    Path bundle = folder.resolve("bundle");
    int second = FileGuard.during(folder.resolve("bundle.lock"), "it", () -> train(bundle));
    assertThat(second).isEqualTo(1);
    assertThat(command.err()).contains("is running in another process");
    assertThat(bundle).doesNotExist();
    assertThat(folder.resolve("bundle.lock")).doesNotExist();
  }

  @Test
  void rejectsAMissingConfig() {
    int status = command.run(new TrainCommand(), "--data", folder.toString(), "--out", "x");
    assertThat(status).isEqualTo(2);
    assertThat(command.err()).contains("--config");
  }

  @Test
  void rejectsAnUnknownDecodingOfImages() {
    assertThat(train(folder.resolve("bundle"), "--image-decode=slow")).isEqualTo(2);
    assertThat(command.err()).contains("--image-decode = slow: must be exact or fast");
  }

  @Test
  void learnsFromATeacher() throws IOException {
    Path teacher = folder.resolve("teacher");
    assertThat(train(teacher)).as(command.err()).isZero();
    recipe("\"losses\": {\"distillation\": 0.9}, \"name\"", "\"name\"");
    Path student = folder.resolve("student");
    assertThat(train(student, "--teacher=" + teacher, "--teacher=" + teacher))
        .as(command.err())
        .isZero();
    assertThat(command.out()).containsPattern("teacher: mean accuracy [01]\\.\\d{4} on validation");
    String fingerprint = Bundle.open(teacher).fingerprint();
    assertThat(Bundle.open(student).manifest().training().get("teachers"))
        .isEqualTo(List.of(fingerprint, fingerprint));
  }

  @Test
  void aTeacherThatCannotTeachIsAnError() throws IOException {
    Path teacher = folder.resolve("teacher");
    assertThat(train(teacher)).as(command.err()).isZero();
    Path student = folder.resolve("student");
    assertThat(train(student, "--teacher=" + teacher)).isEqualTo(1);
    assertThat(command.err()).contains("--teacher needs losses.distillation above 0");

    recipe("\"losses\": {\"distillation\": 0.5}, \"name\"", "\"name\"");
    Path metadata = folder.resolve("metadata.jsonl");
    String rows = Files.readString(metadata);
    Files.writeString(metadata, rows.replace("\"green\"", "\"olive\""));
    assertThat(train(student, "--teacher=" + teacher)).isEqualTo(1);
    assertThat(command.err())
        .contains("--teacher: no bundle has the class \"olive\" of task colour");
    Files.writeString(metadata, rows);

    recipe("\"height\": 24", "\"height\": 16");
    assertThat(train(student, "--teacher=" + teacher)).isEqualTo(1);
    assertThat(command.err()).contains("images of 16 x 16", "the model to train has 16 x 24");
    assertThat(student).doesNotExist();
  }

  private void recipe(String replacement, String target) throws IOException {
    Path file = folder.resolve("tiny.json");
    Files.writeString(file, Files.readString(file).replace(target, replacement));
  }

  private int train(Path bundle, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data=" + folder, "--config=" + folder.resolve("tiny.json"), "--out=" + bundle));
    arguments.addAll(List.of(more));
    return command.run(new TrainCommand(), arguments);
  }
}
