package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Converts a CLIP model in the format of Hugging Face's transformers or of open_clip into ours. */
public final class ClipImport {
  private ClipImport() {}

  /**
   * Reads a folder and writes ours, with at most one of our tensors in memory.
   *
   * @param from folder in the format of {@code save_pretrained} or of open_clip, or the folder of
   *     such a model in the cache of huggingface_hub
   * @throws UserException naming file, key or tensor, value and allowed values of anything
   *     unsupported
   */
  public static ClipFolder run(Path from, Path out) throws IOException {
    if (!Files.isDirectory(from)) {
      throw new UserException("--from " + from + ": no such folder");
    }
    String name = from.toAbsolutePath().normalize().getFileName().toString();
    Path folder = snapshot(from);
    boolean openClip = OpenClipConfig.isUsed(folder);
    ClipEncoders encoders =
        openClip ? OpenClipConfig.read(folder, name) : ClipConfig.read(folder, name);
    byte[] tokenizer = TokenizerFiles.read(folder, encoders.text());
    List<String> stems = openClip ? List.of("open_clip_model", "model") : List.of("model");
    try (ShardedWeights weights = ShardedWeights.open(folder, stems)) {
      return ClipFolder.write(out, encoders, tokenizer, imported(folder, weights, encoders));
    }
  }

  /** Follows the layout of huggingface_hub's cache: {@code refs/main} names a snapshot. */
  private static Path snapshot(Path folder) throws IOException {
    Path snapshots = folder.resolve("snapshots");
    if (Files.exists(folder.resolve(ClipConfig.FILE)) || !Files.isDirectory(snapshots)) {
      return folder;
    }
    Path main = folder.resolve("refs").resolve("main");
    if (Files.isRegularFile(main)) {
      Path named = snapshots.resolve(Files.readString(main).strip());
      if (named.getParent().equals(snapshots) && Files.isDirectory(named)) {
        return named;
      }
    }
    try (Stream<Path> found = Files.list(snapshots)) {
      List<Path> all = found.filter(Files::isDirectory).sorted().toList();
      if (all.size() != 1) {
        throw new UserException(
            "--from " + folder + ": has " + all.size() + " snapshots; name one of them");
      }
      return all.get(0);
    }
  }

  private static ImportedWeights imported(
      Path from, ShardedWeights weights, ClipEncoders encoders) {
    try {
      return new ImportedWeights(weights, encoders);
    } catch (UserException | IllegalArgumentException e) {
      throw new UserException(from + ": " + e.getMessage(), e);
    }
  }
}
