package io.cmaclip.model.bundle;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.AtomicFolder;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes bundles atomically. */
public final class BundleWriter {
  private BundleWriter() {}

  /**
   * Writes a bundle, replacing an existing one, and opens it, which verifies it.
   *
   * @param folder to create, with its parents
   * @param manifest its {@code files} are replaced by the checksums of the written files
   * @param tokenizer a Hugging Face {@code tokenizer.json}
   * @throws UserException when the folder contains something else
   */
  public static Bundle write(
      Path folder, BundleManifest manifest, Path tokenizer, Weights weights, SelfTest selfTest)
      throws IOException {
    AtomicFolder.write(
        folder,
        Bundle.MANIFEST,
        "bundle",
        fresh -> {
          Files.copy(tokenizer, fresh.resolve(Bundle.TOKENIZER));
          SafetensorsFile.write(fresh.resolve(Bundle.WEIGHTS), weights, Map.of("format", "pt"));
          SafetensorsFile.write(fresh.resolve(Bundle.SELF_TEST), selfTest.toTensors(), Map.of());
          Map<String, String> sums = new TreeMap<>();
          for (String file : Bundle.FILES) {
            sums.put(file, Checksum.of(fresh.resolve(file)));
          }
          Files.writeString(fresh.resolve(Bundle.MANIFEST), Json.pretty(manifest.withFiles(sums)));
          Bundle.open(fresh);
        });
    return Bundle.open(folder);
  }

  /**
   * Adds or replaces the validation profile of a bundle and reopens it. Predictions stay the same;
   * the fingerprint changes.
   *
   * @throws IllegalArgumentException when the profile has other tasks
   */
  public static Bundle addProfile(Bundle bundle, ValidationProfile profile) throws IOException {
    Bundle.check(profile, bundle.manifest());
    AtomicFolder.write(
        bundle.folder(),
        Bundle.MANIFEST,
        "bundle",
        fresh -> {
          copy(bundle.folder(), fresh);
          Path file = fresh.resolve(Bundle.PROFILE);
          Files.writeString(file, Json.pretty(profile));
          Map<String, String> sums = new TreeMap<>(bundle.manifest().files());
          sums.put(Bundle.PROFILE, Checksum.of(file));
          Files.writeString(
              fresh.resolve(Bundle.MANIFEST), Json.pretty(bundle.manifest().withFiles(sums)));
          Bundle.open(fresh);
        });
    return Bundle.open(bundle.folder());
  }

  /** Copies all files, including reports that the manifest does not list. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
