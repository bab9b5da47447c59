package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Converts a CLIP model in Hugging Face's format into ours. */
public final class ClipImport {
  private ClipImport() {}

  /**
   * Reads a folder and writes ours, with at most one of our tensors in memory.
   *
   * @param from folder in the format of {@code save_pretrained}
   * @throws UserException naming file, key or tensor, value and allowed values of anything
   *     unsupported
   */
  public static ClipFolder run(Path from, Path out) throws IOException {
    if (!Files.isDirectory(from)) {
      throw new UserException("--from " + from + ": no such folder");
    }
    String name = from.toAbsolutePath().normalize().getFileName().toString();
    ClipEncoders encoders = ClipConfig.read(from, name);
    byte[] tokenizer = TokenizerFiles.read(from, encoders.text());
    try (ShardedWeights weights = ShardedWeights.open(from)) {
      return ClipFolder.write(out, encoders, tokenizer, imported(from, weights, encoders));
    }
  }

  private static ImportedWeights imported(
      Path from, ShardedWeights weights, ClipEncoders encoders) {
    try {
      return new ImportedWeights(weights, encoders);
    } catch (UserException e) {
      throw new UserException(from + ": " + e.getMessage(), e);
    }
  }
}
