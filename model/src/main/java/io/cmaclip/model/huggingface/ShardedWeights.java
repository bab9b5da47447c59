package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tensors of {@code model.safetensors} or of the shards in {@code model.safetensors.index.json},
 * read on access.
 */
final class ShardedWeights implements Weights, AutoCloseable {
  private static final String WHOLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Index(@JsonProperty("weight_map") Map<String, String> weightMap) {}

  private final Map<String, SafetensorsFile> files;
  private final Map<String, SafetensorsFile> tensors;

  private ShardedWeights(Map<String, SafetensorsFile> files, Map<String, SafetensorsFile> tensors) {
    this.files = files;
    this.tensors = tensors;
  }

  /**
   * Opens the files.
   *
   * @throws UserException when there are no safetensors files. Pickled weights are refused, because
   *     unpickling executes code
   */
  static ShardedWeights open(Path folder) {
    if (Files.isRegularFile(folder.resolve(INDEX))) {
      return sharded(folder);
    }
    if (!Files.isRegularFile(folder.resolve(WHOLE))) {
      throw new UserException(folder + ": " + WHOLE + " is missing" + pickled(folder));
    }
    SafetensorsFile file = file(folder.resolve(WHOLE));
    Map<String, SafetensorsFile> tensors = new LinkedHashMap<>();
    file.names().forEach(name -> tensors.put(name, file));
    return new ShardedWeights(Map.of(WHOLE, file), tensors);
  }

  private static ShardedWeights sharded(Path folder) {
    Index index = ConfigFile.read(folder.resolve(INDEX), Index.class);
    if (index.weightMap() == null || index.weightMap().isEmpty()) {
      throw new UserException(folder.resolve(INDEX) + ": weight_map is missing");
    }
    Map<String, SafetensorsFile> files = new TreeMap<>();
    ShardedWeights opened = new ShardedWeights(files, new LinkedHashMap<>());
    try {
      for (Map.Entry<String, String> place : index.weightMap().entrySet()) {
        String name = place.getValue();
        if (name == null || !name.matches("[A-Za-z0-9._-]+\\.safetensors")) {
          throw new UserException(
              folder.resolve(INDEX) + ": " + name + " is no safetensors file here");
        }
        SafetensorsFile file = files.computeIfAbsent(name, f -> file(folder.resolve(f)));
        if (!file.names().contains(place.getKey())) {
          throw new UserException(
              folder.resolve(INDEX) + ": " + name + " has no tensor " + place.getKey());
        }
        opened.tensors.put(place.getKey(), file);
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static String pickled(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(".*\\.(bin|pt|pth|ckpt|pkl)"))
          .findFirst()
          .map(name -> "; " + name + " is pickled and never read: save it as safetensors")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static SafetensorsFile file(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new UserException(path + " is missing");
    }
    try {
      return SafetensorsFile.open(path);
    } catch (IOException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    return of(name).info(name);
  }

  @Override
  public Tensor get(String name) {
    return of(name).get(name);
  }

  private SafetensorsFile of(String name) {
    SafetensorsFile file = tensors.get(name);
    if (file == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return file;
  }

  @Override
  public void close() {
    for (SafetensorsFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UserException("a file of weights cannot be closed: " + e.getMessage(), e);
      }
    }
  }
}
