package io.cmaclip.model.bundle;

import io.cmaclip.cli.UserError;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
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
   * @throws UserError when the folder holds something that is no bundle
   */
  public static Bundle write(
      Path folder, BundleManifest manifest, Path tokenizer, Weights weights, SelfTest selfTest)
      throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    refuseOthers(target);
    Files.createDirectories(target.getParent());
    Path fresh = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
    try {
      Files.copy(tokenizer, fresh.resolve(Bundle.TOKENIZER));
      SafetensorsFile.write(fresh.resolve(Bundle.WEIGHTS), weights, Map.of("format", "pt"));
      SafetensorsFile.write(fresh.resolve(Bundle.SELF_TEST), selfTest.toTensors(), Map.of());
      Map<String, String> sums = new TreeMap<>();
      for (String file : Bundle.FILES) {
        sums.put(file, Checksum.of(fresh.resolve(file)));
      }
      byte[] json = ManifestJson.write(manifest.withFiles(sums));
      Files.write(fresh.resolve(Bundle.MANIFEST), json);
      Bundle.open(fresh);
      makeReadable(fresh);
      replace(target, fresh);
    } finally {
      delete(fresh);
    }
    return Bundle.open(folder);
  }

  private static void refuseOthers(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new UserError(target + " is a file; a bundle is a folder");
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent() && !Files.exists(target.resolve(Bundle.MANIFEST))) {
        throw new UserError(target + " is not empty and no bundle: it is left as it is");
      }
    }
  }

  /** Temporary folders are private to their owner; a bundle is read by others too. */
  private static void makeReadable(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
        if (!file.toFile().setReadable(true, false)
            || (Files.isDirectory(file) && !file.toFile().setExecutable(true, false))) {
          throw new IOException("cannot set permissions of " + file);
        }
      }
    }
  }

  private static void replace(Path target, Path fresh) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    // A folder cannot be renamed over one that is not empty; a crash between the two renames
    // leaves the former bundle whole beside it.
    Path former = target.resolveSibling("." + target.getFileName() + "-replaced");
    delete(former);
    Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    delete(former);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
