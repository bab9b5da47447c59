package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings a CLIP model in Hugging Face's form into our own. */
public final class ClipImport {
  private ClipImport() {}

  /**
   * Reads a folder and writes ours. Never more than one of our tensors is in memory.
   *
   * @param from folder as {@code save_pretrained} writes it
   * @throws UserException for everything that is not CLIP as we compute it: file, key or tensor,
   *     value and what it must be
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
