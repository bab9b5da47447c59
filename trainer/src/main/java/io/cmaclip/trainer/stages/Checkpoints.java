package io.cmaclip.trainer.stages;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.errors.UserException;
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
 * A folder from which a killed run continues: one safetensors file with everything that moves, and
 * {@code checkpoint.json}, which names it and is replaced in one move. A kill at any moment leaves
 * the last or the new checkpoint whole.
 */
public final class Checkpoints {
  /** Steps between checkpoints within an epoch: about a minute at the speed of two cores. */
  private static final int STEPS = 200;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which file belongs to which progress. */
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
   * @param folder made when it is not there
   */
  public Checkpoints(Path folder) {
    this(folder, STEPS, () -> {});
  }

  /**
   * Checkpoints in another rhythm.
   *
   * @param every steps between two within an epoch
   * @param afterwards called when one is whole
   */
  Checkpoints(Path folder, int every, Runnable afterwards) {
    this.folder = folder;
    this.every = every;
    this.afterwards = afterwards;
  }

  /** Whether one is wanted after so many steps of a stage. */
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
    Files.write(fresh, JSON.writeValueAsBytes(new Pointer(name, progress)));
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
   * Reads what was saved last; empty when there is none.
   *
   * @throws UserException when it belongs to another run
   */
  Optional<Saved> load(String run) throws IOException {
    Path file = folder.resolve("checkpoint.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Pointer pointer = JSON.readValue(file.toFile(), Pointer.class);
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

  /** Removes the folder: the run is finished and stored. */
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
