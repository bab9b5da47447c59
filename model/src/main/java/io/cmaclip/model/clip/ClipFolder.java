package io.cmaclip.model.clip;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.AtomicFolder;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An imported CLIP model on disk: {@code clip.json} with the encoders and the SHA-256 of the other
 * files, {@code tokenizer.json} in Hugging Face's format, {@code weights.safetensors} under our
 * names.
 *
 * @param fingerprint SHA-256 of {@code clip.json}, which covers all files
 */
public record ClipFolder(Path folder, ClipEncoders encoders, String fingerprint) {
  /** File that identifies such a folder. */
  public static final String MANIFEST = "clip.json";

  private static final String TOKENIZER = "tokenizer.json";
  private static final String WEIGHTS = "weights.safetensors";

  /** Content of {@code clip.json}. */
  private record Manifest(
      String name,
      ImageEncoder image,
      TextEncoder text,
      int projection,
      EndOfText endOfText,
      Map<String, String> files) {
    Manifest {
      if (image == null || text == null || endOfText == null || files == null) {
        throw new IllegalArgumentException("image, text, endOfText or files is missing");
      }
    }

    static Manifest of(ClipEncoders e, Map<String, String> sums) {
      return new Manifest(e.name(), e.image(), e.text(), e.projection(), e.endOfText(), sums);
    }

    ClipEncoders encoders() {
      return new ClipEncoders(name, image, text, projection, endOfText);
    }
  }

  /** Whether a folder is an imported CLIP model. */
  public static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  /**
   * Writes a folder and opens it, which verifies it.
   *
   * @param tokenizer content of {@code tokenizer.json}
   * @param weights with the names and shapes of {@link ClipEncoders#layout}; read one at a time
   * @throws UserException when the folder contains something else
   */
  public static ClipFolder write(
      Path folder, ClipEncoders encoders, byte[] tokenizer, Weights weights) throws IOException {
    AtomicFolder.write(
        folder,
        MANIFEST,
        "imported CLIP",
        fresh -> {
          Files.write(fresh.resolve(TOKENIZER), tokenizer);
          SafetensorsFile.write(fresh.resolve(WEIGHTS), weights, Map.of("format", "pt"));
          Map<String, String> sums = new LinkedHashMap<>();
          for (String file : List.of(TOKENIZER, WEIGHTS)) {
            sums.put(file, Checksum.of(fresh.resolve(file)));
          }
          Files.writeString(
              fresh.resolve(MANIFEST), Json.pretty(Manifest.of(encoders, sums)) + "\n");
        });
    return open(folder);
  }

  /**
   * Opens a folder and verifies its checksums.
   *
   * @throws UserException when it is no imported CLIP model or is damaged
   */
  public static ClipFolder open(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          folder + ": no imported CLIP (" + MANIFEST + " is missing); make one with import-clip");
    }
    try {
      byte[] json = Files.readAllBytes(file);
      Manifest manifest = Json.read(json, Manifest.class);
      for (String other : List.of(TOKENIZER, WEIGHTS)) {
        if (!Files.isRegularFile(folder.resolve(other))) {
          throw new UserException(folder + ": " + other + " is missing");
        }
        if (!Checksum.of(folder.resolve(other)).equals(manifest.files().get(other))) {
          throw new UserException(folder + ": " + other + " is not the file that was imported");
        }
      }
      ClipFolder opened = new ClipFolder(folder, manifest.encoders(), Checksum.of(json));
      opened.checkWeights();
      return opened;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(folder + ": " + e.getMessage(), e);
    }
  }

  private void checkWeights() throws IOException {
    try (SafetensorsFile weights = openWeights()) {
      encoders.layout().check(weights.shapes());
    }
  }

  /** Content of {@code tokenizer.json}. */
  public byte[] tokenizer() throws IOException {
    return Files.readAllBytes(folder.resolve(TOKENIZER));
  }

  /** Opens the weights; the caller closes them. */
  public SafetensorsFile openWeights() throws IOException {
    return SafetensorsFile.open(folder.resolve(WEIGHTS));
  }
}
