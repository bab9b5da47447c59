package io.cmaclip.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.profile.Histogram;
import io.cmaclip.model.profile.TaskProfile;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path parent;
  private Path folder;
  private Bundle bundle;

  @BeforeEach
  void write() throws Exception {
    folder = parent.resolve("bundles/tiny");
    Files.createDirectories(folder.getParent());
    bundle = TinyBundle.write(folder);
  }

  @Test
  void opensAWrittenBundle() throws Exception {
    Bundle opened = Bundle.open(folder);
    assertThat(opened.manifest())
        .isEqualTo(
            TinyBundle.manifest(bundle.manifest().architecture())
                .withFiles(bundle.manifest().files()));
    assertThat(opened.fingerprint())
        .isEqualTo(Checksum.of(Files.readAllBytes(folder.resolve("bundle.json"))))
        .isEqualTo(bundle.fingerprint());
    assertThat(opened.manifest().tasks().get(1).operatingPoint(ModalityState.BOTH))
        .isEqualTo(new OperatingPoint(0.7, null));
    assertThat(opened.manifest().tasks().get(1).operatingPoint(ModalityState.TEXT_ONLY))
        .isEqualTo(OperatingPoint.UNFITTED);
    assertThat(opened.selfTest().inputs()).hasSize(3);
    assertThat(opened.selfTest().inputs().get(1).hasText()).isFalse();
    assertThat(opened.selfTest().inputs().get(2).hasImage()).isFalse();
  }

  @Test
  void saysHowTheTrainingImagesWereDecoded() {
    BundleManifest silent = bundle.manifest();
    assertThat(silent.imageDecode()).isEqualTo(DecodeMode.EXACT);
    assertThat(decoded(silent, "fast").imageDecode()).isEqualTo(DecodeMode.FAST);
    assertThatThrownBy(() -> decoded(silent, "slow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image.decode = slow: must be exact or fast");
  }

  private static BundleManifest decoded(BundleManifest of, String mode) {
    return new BundleManifest(
        of.name(),
        of.version(),
        of.architecture(),
        of.tasks(),
        of.noise(),
        of.metrics(),
        Map.of(BundleManifest.IMAGE_DECODE, mode),
        of.createdAt(),
        of.files());
  }

  @Test
  void storesOperatingPointsOfANumberFormatBesideThoseOfFloat32() throws Exception {
    assertThat(bundle.manifest().isCalibratedFor("int8")).isFalse();
    assertThat(folder.resolve("bundle.json")).content().doesNotContain("reducedPrecision");
    OperatingPoint fitted = new OperatingPoint(0.9, 0.8);
    List<BundleTask> tasks =
        bundle.manifest().tasks().stream()
            .map(task -> task.withPrecision("int8", Map.of(ModalityState.BOTH, fitted)))
            .toList();
    Bundle changed = BundleWriter.replaceTasks(bundle, tasks);
    assertThat(changed.fingerprint()).isNotEqualTo(bundle.fingerprint());
    assertThat(changed.manifest().tasks()).isEqualTo(tasks);
    assertThat(changed.manifest().isCalibratedFor("int8")).isTrue();
    assertThat(changed.manifest().inPrecision("int8").tasks().get(1))
        .extracting(task -> task.operatingPoint(ModalityState.BOTH))
        .isEqualTo(fitted);
    assertThat(changed.manifest().inPrecision("bfloat16").tasks().get(1).operatingPoints())
        .isEqualTo(bundle.manifest().tasks().get(1).operatingPoints());
    List<BundleTask> fewer = tasks.subList(0, 1);
    assertThatThrownBy(() -> BundleWriter.replaceTasks(changed, fewer))
        .hasMessage("tasks [colour]: must be those of the bundle, with their classes");
  }

  @Test
  void replacesABundleAndLeavesNoTemporaryFiles() throws Exception {
    TinyBundle.write(folder);
    try (Stream<Path> files = Files.list(folder.getParent())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("tiny", "tiny-tokenizer.json");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "bundle.json", "tokenizer.json", "weights.safetensors", "selftest.safetensors");
    }
  }

  @Test
  void addsAProfileWithoutChangingOtherFiles() throws Exception {
    assertThat(bundle.profile()).isNull();
    Files.writeString(folder.resolve("report.html"), "how good it is");
    ValidationProfile profile = profile("colour", "pattern");
    Bundle added = BundleWriter.addProfile(bundle, profile);
    assertThat(added.profile()).isEqualTo(profile);
    assertThat(added.fingerprint()).isNotEqualTo(bundle.fingerprint());
    assertThat(added.manifest().files()).containsAllEntriesOf(bundle.manifest().files());
    assertThat(added.manifest().withFiles(bundle.manifest().files())).isEqualTo(bundle.manifest());
    assertThat(folder.resolve("report.html")).hasContent("how good it is");

    assertThat(BundleWriter.addProfile(added, profile).fingerprint())
        .isEqualTo(added.fingerprint());
    assertThatThrownBy(() -> BundleWriter.addProfile(added, profile("colour")))
        .hasMessage("profile.json is of the tasks [colour]; the bundle has [colour, pattern]");

    Path file = folder.resolve("profile.json");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    refused("profile.json has SHA-256");
    Files.delete(file);
    refused("profile.json is missing");
  }

  private static ValidationProfile profile(String... tasks) {
    Histogram histogram = new Histogram(List.of(0.5), List.of(3L, 4L));
    return new ValidationProfile(
        "here",
        7,
        Arrays.stream(tasks)
            .map(task -> new TaskProfile(task, histogram, null, Map.of("red", 7L)))
            .toList());
  }

  @Test
  void doesNotOverwriteAFolderThatIsNoBundle() throws Exception {
    Path other = Files.createDirectory(parent.resolve("holiday"));
    Files.writeString(other.resolve("photo.txt"), "dear");
    assertThatThrownBy(() -> TinyBundle.write(other))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not empty and no bundle");
    assertThat(other.resolve("photo.txt")).hasContent("dear");
  }

  @Test
  void refusesAChangedFileByItsChecksum() throws Exception {
    for (String file : Bundle.FILES) {
      Path path = folder.resolve(file);
      byte[] whole = Files.readAllBytes(path);
      byte[] changed = whole.clone();
      changed[changed.length - 1] ^= 1;
      Files.write(path, changed);
      refused(file + " has SHA-256");
      Files.write(path, Arrays.copyOf(whole, whole.length / 2));
      refused(file + " has SHA-256");
      Files.delete(path);
      refused(file + " is missing");
      Files.write(path, whole);
    }
    Bundle.open(folder);
  }

  @Test
  void refusesAnInvalidManifestInOneLine() throws Exception {
    Path path = folder.resolve("bundle.json");
    String json = Files.readString(path);
    Files.writeString(path, json.substring(0, json.length() / 2));
    refused("bundle.json: ");
    Files.writeString(path, json.replace("\"temperature\" : 0.7", "\"temperature\" : -1"));
    refused("tasks[1].operatingPoints.BOTH: temperature = -1.0: must be above 0");
    Files.writeString(path, json.replace("\"patch\" : 16", "\"patch\" : 5"));
    refused("architecture: image.height = 32: must be a multiple of image.patch = 5");
    Files.writeString(path, json.replace("\"tokenizer.json\"", "\"../tokenizer.json\""));
    refused("bundle.json has no checksum of tokenizer.json");
    Files.writeString(path, json.replace("\"metrics\"", "\"metriks\""));
    refused("metriks");
    Files.writeString(path, json.replace("\"headHidden\" : 14", "\"headHidden\" : 15"));
    refused("weight hidden_weight has shape [2, 14, 20]; the architecture says [2, 15, 20]");
    Files.delete(path);
    refused("bundle.json is missing");
    assertThatThrownBy(() -> Bundle.open(parent.resolve("nowhere")))
        .hasMessageEndingWith("folder does not exist");
  }

  @Test
  void selfTestDetectsAChangedWeightWithAValidChecksum() throws Exception {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (SafetensorsFile weights = bundle.openWeights()) {
      weights.names().forEach(name -> tensors.put(name, weights.get(name)));
    }
    float[] bias = tensors.get("class_bias").toFloats();
    bias[4] += 0.001f;
    tensors.put("class_bias", Tensor.of(bias, bias.length));
    Bundle other =
        BundleWriter.write(
            parent.resolve("other"),
            bundle.manifest(),
            bundle.tokenizer(),
            new WeightMap(tensors),
            bundle.selfTest());
    assertThatThrownBy(
            () ->
                CmaClipPredictor.load(
                    other, new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 0)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the self-test fails: output 4 of input 0");
  }

  private void refused(String message) throws IOException {
    assertThatThrownBy(() -> Bundle.open(folder))
        .isInstanceOf(UserException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(message));
  }
}
