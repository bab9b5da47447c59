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

/**
 * Writes bundles. A bundle appears under its name whole or not at all: it is written beside it and
 * then renamed.
 */
public final class BundleWriter {
  private BundleWriter() {}

  /**
   * Writes a bundle and opens it again, which verifies it. A bundle that is already there is
   * replaced.
   *
   * @param folder to create; its parent folders are created too
   * @param manifest its {@code files} are replaced by the checksums of what is written
   * @param tokenizer a file in Hugging Face's form
   * @throws UserException when the folder holds something that is no bundle
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
   * Adds a validation profile to a bundle, or replaces it, and opens the bundle again. All other
   * files stay as they are, so it answers as before; its fingerprint is another one.
   *
   * @throws IllegalArgumentException when the profile is of other tasks
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

  /** Reports and the like lie beside the files that the manifest names. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
