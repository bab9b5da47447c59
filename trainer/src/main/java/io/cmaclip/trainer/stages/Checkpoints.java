package io.cmaclip.trainer.stages;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of checkpoints from which a killed run resumes: one safetensors file with weights and
 * optimizer state, and {@code checkpoint.json}, which names that file and is replaced atomically. A
 * kill at any moment leaves one whole checkpoint.
 */
public final class Checkpoints {
  /** Steps between checkpoints within an epoch: about a minute on two cores. */
  private static final int STEPS = 200;

  /** Content of {@code checkpoint.json}. */
  record Pointer(String tensors, Progress progress) {}

  /**
   * A checkpoint read back.
   *
   * @param groups tensors by group ({@code weights}, {@code average}, {@code mean}, {@code square},
   *     {@code best}), each by weight
   */
  record Saved(Progress progress, Map<String, WeightMap> groups) {}

  private final Path folder;
  private final int every;
  private final Runnable afterwards;

  /**
   * Checkpoints about once a minute.
   *
   * @param folder created on demand
   */
  public Checkpoints(Path folder) {
    this(folder, STEPS, () -> {});
  }

  /**
   * Checkpoints at another interval.
   *
   * @param every steps between checkpoints within an epoch
   * @param afterwards called after each checkpoint
   */
  Checkpoints(Path folder, int every, Runnable afterwards) {
    this.folder = folder;
    this.every = every;
    this.afterwards = afterwards;
  }

  /** Whether a checkpoint is due after this many steps of a stage. */
  boolean isDue(long steps) {
    return steps % every == 0;
  }

  void save(Progress progress, Map<String, Weights> groups) throws IOException {
    Files.createDirectories(folder);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    groups.forEach(
        (group, weights) ->
            weights.names().forEach(name -> tensors.put(group + "/" + name, weights.get(name))));
    Position position = progress.position();
    String name =
        "step-"
            + position.stage()
            + "-"
            + position.epoch()
            + "-"
            + position.batch()
            + ".safetensors";
    Path unfinished = folder.resolve("tensors.new");
    SafetensorsFile.write(unfinished, new WeightMap(tensors), Map.of());
    replace(unfinished, folder.resolve(name));
    Path fresh = folder.resolve("checkpoint.json.new");
    Files.write(fresh, Json.bytes(new Pointer(name, progress)));
    replace(fresh, folder.resolve("checkpoint.json"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old :
          files.filter(f -> f.toString().endsWith(".safetensors") && !f.endsWith(name)).toList()) {
        Files.deleteIfExists(old);
      }
    }
    afterwards.run();
  }

  /**
   * Reads the last checkpoint; empty if there is none.
   *
   * @throws UserException when the checkpoint belongs to another run
   */
  Optional<Saved> load(String run) throws IOException {
    Path file = folder.resolve("checkpoint.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Pointer pointer = Json.read(file, Pointer.class);
    if (!pointer.progress().run().equals(run)) {
      throw new UserException(
          folder
              + ": this checkpoint belongs to a run with other data, recipe or seed; use the"
              + " same ones, or another --out");
    }
    Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
    try (SafetensorsFile tensors = SafetensorsFile.open(folder.resolve(pointer.tensors()))) {
      for (String name : tensors.names()) {
        List<String> parts = List.of(name.split("/", 2));
        groups
            .computeIfAbsent(parts.get(0), g -> new LinkedHashMap<>())
            .put(parts.get(1), tensors.get(name));
      }
    }
    Map<String, WeightMap> maps = new LinkedHashMap<>();
    groups.forEach((group, weights) -> maps.put(group, new WeightMap(weights)));
    return Optional.of(new Saved(pointer.progress(), maps));
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the folder, when the bundle is written. */
  public void delete() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
