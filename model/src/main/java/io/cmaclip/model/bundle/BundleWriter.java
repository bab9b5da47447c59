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
import java.util.LinkedHashMap;
import java.util.List;
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
    return rewrite(
        bundle,
        fresh -> {
          Path file = fresh.resolve(Bundle.PROFILE);
          Files.writeString(file, Json.pretty(profile));
          Map<String, String> sums = new TreeMap<>(bundle.manifest().files());
          sums.put(Bundle.PROFILE, Checksum.of(file));
          return bundle.manifest().withFiles(sums);
        });
  }

  /**
   * Replaces the tasks of a bundle by the same tasks with other operating points and reopens it.
   * The fingerprint changes.
   *
   * @throws IllegalArgumentException when names or classes differ
   */
  public static Bundle replaceTasks(Bundle bundle, List<BundleTask> tasks) throws IOException {
    return replaceManifest(bundle, bundle.manifest().withTasks(tasks), Map.of());
  }

  /**
   * Replaces the manifest by one with the same tasks and classes.
   *
   * @param texts further files by name, which the manifest does not list
   */
  static Bundle replaceManifest(Bundle bundle, BundleManifest manifest, Map<String, String> texts)
      throws IOException {
    List<BundleTask> tasks = manifest.tasks();
    if (!names(tasks).equals(names(bundle.manifest().tasks()))) {
      throw new IllegalArgumentException(
          "tasks " + names(tasks).keySet() + ": must be those of the bundle, with their classes");
    }
    return rewrite(
        bundle,
        fresh -> {
          for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(fresh.resolve(text.getKey()), text.getValue());
          }
          return manifest;
        });
  }

  /**
   * Replaces a bundle by a copy of another one and opens it. The former files are kept beside it,
   * in a folder whose name ends in {@code -former}.
   */
  public static Bundle replace(Bundle former, Bundle other) throws IOException {
    Path folder = former.folder().toAbsolutePath().normalize();
    AtomicFolder.write(
        folder.resolveSibling(folder.getFileName() + "-former"),
        Bundle.MANIFEST,
        "bundle",
        kept -> copy(folder, kept));
    AtomicFolder.write(
        folder,
        Bundle.MANIFEST,
        "bundle",
        fresh -> {
          copy(other.folder(), fresh);
          Bundle.open(fresh);
        });
    return Bundle.open(former.folder());
  }

  private static Map<String, List<String>> names(List<BundleTask> tasks) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    tasks.forEach(task -> classes.put(task.name(), task.classes()));
    return classes;
  }

  /** Changes the files of a copy and returns its manifest. */
  @FunctionalInterface
  private interface Change {
    BundleManifest apply(Path fresh) throws IOException;
  }

  private static Bundle rewrite(Bundle bundle, Change change) throws IOException {
    AtomicFolder.write(
        bundle.folder(),
        Bundle.MANIFEST,
        "bundle",
        fresh -> {
          copy(bundle.folder(), fresh);
          Files.writeString(fresh.resolve(Bundle.MANIFEST), Json.pretty(change.apply(fresh)));
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
