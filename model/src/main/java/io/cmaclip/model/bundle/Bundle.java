package io.cmaclip.model.bundle;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.profile.TaskProfile;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A verified bundle on disk: manifest parsed, checksums correct, weight shapes as in the
 * architecture. Immutable and thread-safe. The files must not move until a predictor is loaded.
 *
 * @param fingerprint SHA-256 of {@code bundle.json}, which contains the checksums of all other
 *     files; lower-case hexadecimal
 * @param profile predictions on validation data; null when the bundle has none
 */
public record Bundle(
    Path folder,
    BundleManifest manifest,
    String fingerprint,
    SelfTest selfTest,
    ValidationProfile profile) {
  static final String MANIFEST = "bundle.json";
  static final String TOKENIZER = "tokenizer.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String SELF_TEST = "selftest.safetensors";
  static final String PROFILE = "profile.json";
  static final List<String> FILES = List.of(TOKENIZER, WEIGHTS, SELF_TEST);

  private static final long LONGEST_MANIFEST = 64 << 20;

  /**
   * Opens and verifies a bundle.
   *
   * @throws UserException naming the file that is missing, damaged or inconsistent, and the error
   */
  public static Bundle open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("bundle " + folder + ": folder does not exist");
    }
    Path manifestFile = folder.resolve(MANIFEST);
    try {
      if (!Files.isRegularFile(manifestFile)) {
        throw new UserException("bundle " + folder + ": " + MANIFEST + " is missing");
      }
      if (Files.size(manifestFile) > LONGEST_MANIFEST) {
        throw new UserException("bundle " + folder + ": " + MANIFEST + " is larger than 64 MiB");
      }
      byte[] json = Files.readAllBytes(manifestFile);
      BundleManifest manifest = manifest(folder, json);
      verify(folder, manifest.files());
      SelfTest selfTest;
      try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
        manifest.architecture().weights(manifest.taskShapes()).check(weights.shapes());
      }
      try (SafetensorsFile stored = SafetensorsFile.open(folder.resolve(SELF_TEST))) {
        selfTest = SelfTest.of(stored);
      }
      check(selfTest, manifest);
      return new Bundle(folder, manifest, Checksum.of(json), selfTest, profile(folder, manifest));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException("bundle " + folder + ": " + e.getMessage(), e);
    }
  }

  private static BundleManifest manifest(Path folder, byte[] json) {
    try {
      return Json.read(json, BundleManifest.class);
    } catch (IllegalArgumentException e) {
      throw new UserException("bundle " + folder + ": " + MANIFEST + ": " + e.getMessage(), e);
    }
  }

  private static void verify(Path folder, Map<String, String> sums) throws IOException {
    for (String file : FILES) {
      if (!sums.containsKey(file)) {
        throw new UserException(
            "bundle " + folder + ": " + MANIFEST + " has no checksum of " + file);
      }
    }
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      // Plain file names only, so that a manifest cannot refer to files outside the bundle.
      if (!sum.getKey().matches("[A-Za-z0-9._-]+") || sum.getKey().startsWith("..")) {
        throw new UserException(
            "bundle " + folder + ": files: " + sum.getKey() + " is not a file name");
      }
      String actual;
      try {
        actual = Checksum.of(folder.resolve(sum.getKey()));
      } catch (NoSuchFileException e) {
        throw new UserException("bundle " + folder + ": " + sum.getKey() + " is missing", e);
      }
      if (!actual.equals(sum.getValue())) {
        throw new UserException(
            "bundle %s: %s has SHA-256 %s; %s says %s"
                .formatted(folder, sum.getKey(), actual, MANIFEST, sum.getValue()));
      }
    }
  }

  /** A profile without a checksum in the manifest is ignored. */
  private static ValidationProfile profile(Path folder, BundleManifest manifest)
      throws IOException {
    if (!manifest.files().containsKey(PROFILE)) {
      return null;
    }
    ValidationProfile profile;
    try {
      profile = Json.read(Files.readAllBytes(folder.resolve(PROFILE)), ValidationProfile.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PROFILE + ": " + e.getMessage(), e);
    }
    check(profile, manifest);
    return profile;
  }

  /**
   * Checks that a profile has the tasks of the bundle.
   *
   * @throws IllegalArgumentException when the tasks differ
   */
  static void check(ValidationProfile profile, BundleManifest manifest) {
    List<String> tasks = manifest.tasks().stream().map(BundleTask::name).toList();
    List<String> profiled = profile.tasks().stream().map(TaskProfile::task).toList();
    if (!profiled.equals(tasks)) {
      throw new IllegalArgumentException(
          PROFILE + " is of the tasks " + profiled + "; the bundle has " + tasks);
    }
  }

  private static void check(SelfTest selfTest, BundleManifest manifest) {
    for (PreparedListing input : selfTest.inputs()) {
      manifest.architecture().check(input.pixels(), input.tokens());
    }
  }

  /** The tokenizer, a Hugging Face {@code tokenizer.json}. */
  public Path tokenizer() {
    return folder.resolve(TOKENIZER);
  }

  /** Opens the preprocessing that the model was trained with; the caller closes it. */
  public ListingPreprocessor preprocessor() throws IOException {
    return preprocessor(ImageLimits.DEFAULT, manifest.imageDecode());
  }

  /**
   * Opens the preprocessing with other limits, or another decoding of images; the caller closes it.
   *
   * @throws IllegalArgumentException if the tokenizer is invalid
   */
  public ListingPreprocessor preprocessor(ImageLimits limits, DecodeMode mode) throws IOException {
    return ListingPreprocessor.of(
        manifest.architecture(),
        Files.readAllBytes(tokenizer()),
        new ImageDecoder(limits, true, mode));
  }

  /** Opens the weights; the caller closes them. */
  public SafetensorsFile openWeights() throws IOException {
    return SafetensorsFile.open(folder.resolve(WEIGHTS));
  }

  /** Identity of the model, part of every output. */
  public ModelIdentity identity() {
    return new ModelIdentity(manifest.name(), manifest.version(), fingerprint);
  }
}
