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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tensors of a safetensors file or of the shards in its {@code .index.json}, read on access. */
final class ShardedWeights implements Weights, AutoCloseable {
  /** Converts a pickled state dict, where the user trusts it; run inside the folder. */
  private static final String CONVERT =
      "python -c \"import torch; from safetensors.torch import save_file; d = torch.load('%s',"
          + " map_location='cpu', weights_only=True); d = d.get('state_dict', d);"
          + " save_file({k.removeprefix('module.'): v.clone().contiguous() for k, v in d.items()},"
          + " '%s.safetensors', {'format': 'pt'})\"";

  private static final String PICKLED =
      " is pickled and never read, because reading can run code. If you trust it, run in the"
          + " folder: ";

  private static final String CONVERT_SHARDS =
      "python -c \"from transformers import CLIPModel;"
          + " CLIPModel.from_pretrained('.').save_pretrained('.')\"";

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Index(@JsonProperty("weight_map") Map<String, String> weightMap) {}

  private final Map<String, SafetensorsFile> files;
  private final Map<String, SafetensorsFile> tensors;

  private ShardedWeights(Map<String, SafetensorsFile> files, Map<String, SafetensorsFile> tensors) {
    this.files = files;
    this.tensors = tensors;
  }

  /**
   * Opens the first existing file or its shards.
   *
   * @param stems names without {@code .safetensors}, in order of preference; a folder with none of
   *     them may have one other safetensors file
   * @throws UserException when there are no safetensors files. Pickled weights are refused, because
   *     unpickling executes code
   */
  static ShardedWeights open(Path folder, List<String> stems) {
    for (String stem : stems) {
      Path index = folder.resolve(stem + ".safetensors.index.json");
      if (CheckpointFile.exists(index)) {
        return sharded(folder, index);
      }
      Path whole = folder.resolve(stem + ".safetensors");
      if (CheckpointFile.exists(whole)) {
        return whole(whole);
      }
    }
    List<String> files = files(folder);
    List<String> others = files.stream().filter(name -> name.endsWith(".safetensors")).toList();
    if (others.size() == 1 && CheckpointFile.exists(folder.resolve(others.get(0)))) {
      return whole(folder.resolve(others.get(0)));
    }
    throw new UserException(
        folder + ": " + stems.get(0) + ".safetensors is missing" + hint(files, others));
  }

  /** Whether the folder has a safetensors file of this name, or shards. */
  static boolean exists(Path folder, String stem) {
    return Files.exists(folder.resolve(stem + ".safetensors"))
        || Files.exists(folder.resolve(stem + ".safetensors.index.json"));
  }

  private static ShardedWeights whole(Path path) {
    SafetensorsFile file = file(path);
    Map<String, SafetensorsFile> tensors = new LinkedHashMap<>();
    file.names().forEach(name -> tensors.put(name, file));
    return new ShardedWeights(Map.of(path.getFileName().toString(), file), tensors);
  }

  private static ShardedWeights sharded(Path folder, Path indexFile) {
    Index index = CheckpointFile.read(indexFile, Index.class);
    if (index.weightMap() == null || index.weightMap().isEmpty()) {
      throw new UserException(indexFile + ": weight_map is missing");
    }
    Map<String, SafetensorsFile> files = new TreeMap<>();
    ShardedWeights opened = new ShardedWeights(files, new LinkedHashMap<>());
    try {
      for (Map.Entry<String, String> place : index.weightMap().entrySet()) {
        String name = place.getValue();
        if (name == null || !name.matches("[A-Za-z0-9._-]+\\.safetensors")) {
          throw new UserException(indexFile + ": " + name + " is no safetensors file here");
        }
        SafetensorsFile file = files.computeIfAbsent(name, f -> file(folder.resolve(f)));
        if (!file.names().contains(place.getKey())) {
          throw new UserException(indexFile + ": " + name + " has no tensor " + place.getKey());
        }
        opened.tensors.put(place.getKey(), file);
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UserException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the folder has instead of the file, and what to do about it. */
  private static String hint(List<String> files, List<String> safetensors) {
    if (!safetensors.isEmpty()) {
      return "; rename one of " + String.join(", ", safetensors);
    }
    Optional<String> shards = first(files, "pytorch_model.*\\.bin\\.index\\.json");
    if (shards.isPresent()) {
      return "; the shards in " + shards.get() + PICKLED + CONVERT_SHARDS;
    }
    Optional<String> pickled =
        first(files, ".*model.*\\.(bin|pt|pth|ckpt)")
            .or(() -> first(files, ".*\\.(bin|pt|pth|ckpt|pkl)"));
    if (pickled.isPresent()) {
      String stem = pickled.get().startsWith("open_clip") ? "open_clip_model" : "model";
      return "; " + pickled.get() + PICKLED + CONVERT.formatted(pickled.get(), stem);
    }
    return first(files, ".*\\.(h5|msgpack|onnx|gguf)")
        .map(name -> "; " + name + " is not supported")
        .orElse("");
  }

  private static Optional<String> first(List<String> files, String pattern) {
    return files.stream().filter(name -> name.matches(pattern)).findFirst();
  }

  private static SafetensorsFile file(Path path) {
    if (!CheckpointFile.exists(path)) {
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
    return Weights.find(tensors, name).info(name);
  }

  @Override
  public Tensor get(String name) {
    return Weights.find(tensors, name).get(name);
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
