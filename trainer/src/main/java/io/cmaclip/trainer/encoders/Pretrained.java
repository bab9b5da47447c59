package io.cmaclip.trainer.encoders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.SequenceAttention;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.data.TaskClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * Pretrained encoders, and the fusion and heads of their model if it has any.
 *
 * @param name for messages
 * @param model identifies the weights; the name and version of CLIP are empty
 * @param architecture architecture; its fusion and heads are meaningful only with tasks
 * @param tokenizer content of {@code tokenizer.json}
 * @param tasks tasks that have heads, in the order of the weights; empty for CLIP
 * @param weights all weights as float32
 */
public record Pretrained(
    String name,
    ModelIdentity model,
    Architecture architecture,
    byte[] tokenizer,
    List<TaskClasses> tasks,
    WeightMap weights) {
  public Pretrained {
    tasks = List.copyOf(tasks);
  }

  /**
   * Opens what {@code --encoders} names.
   *
   * @throws UserException when the folder is neither a bundle nor an imported CLIP, or is damaged
   */
  public static Pretrained open(Path folder) {
    return ClipFolder.is(folder) ? of(ClipFolder.open(folder)) : of(Bundle.open(folder));
  }

  private static Pretrained of(ClipFolder clip) {
    ClipEncoders encoders = clip.encoders();
    try (SafetensorsFile file = clip.openWeights()) {
      return new Pretrained(
          clip.folder().toString(),
          new ModelIdentity("", "", clip.fingerprint()),
          // Placeholders: CLIP has neither fusion nor heads; the recipe's are used.
          new Architecture(
              encoders.image(),
              encoders.text(),
              encoders.projection(),
              new SequenceAttention(1, 1),
              1,
              false,
              Fusion.CMA_NO_ATTENTION),
          clip.tokenizer(),
          List.of(),
          floats(file));
    } catch (IOException e) {
      throw new UserException(clip.folder() + ": " + e.getMessage(), e);
    }
  }

  private static Pretrained of(Bundle bundle) {
    try (SafetensorsFile file = bundle.openWeights()) {
      return new Pretrained(
          bundle.folder().toString(),
          bundle.identity(),
          bundle.manifest().architecture(),
          Files.readAllBytes(bundle.tokenizer()),
          bundle.manifest().tasks().stream()
              .map(task -> new TaskClasses(task.name(), task.classes()))
              .toList(),
          floats(file));
    } catch (IOException e) {
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  private static WeightMap floats(SafetensorsFile file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : file.names()) {
      tensors.put(name, Tensor.of(file.get(name).toFloats(), shape(file.info(name).shape())));
    }
    return new WeightMap(tensors);
  }

  private static long[] shape(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Combines these encoders with the recipe's fusion and heads.
   *
   * @throws UserException when the recipe's sequence-wise attention does not fit the encoders'
   *     outputs
   */
  public Architecture within(Architecture recipe) {
    try {
      return new Architecture(
          architecture.image(),
          architecture.text(),
          architecture.projection(),
          recipe.sequenceAttention(),
          recipe.headHidden(),
          recipe.auxiliaryHeads(),
          recipe.fusion());
    } catch (IllegalArgumentException e) {
      throw new UserException("--encoders " + name + ": " + e.getMessage(), e);
    }
  }

  /** The image encoder and its projection, by the names in a recipe. */
  private static ObjectNode imageSizes(Architecture architecture) {
    ObjectNode sizes = Json.tree(architecture.image()).deepCopy();
    return sizes.put("projection", architecture.projection());
  }

  /** Whether the model has a fusion and heads; CLIP has none. */
  boolean hasFusion() {
    return !tasks.isEmpty();
  }

  /** Whether a token ends a word. */
  public IntPredicate closesWord() {
    BitSet ends = WordEnds.of(tokenizer, name + "/tokenizer.json");
    return ends::get;
  }

  /**
   * Returns a change of a run's initial weights: its image encoder and the auxiliary heads of the
   * image become those of this model.
   *
   * @param target architecture of the run
   * @throws UserException when the run's image encoder or projection has other sizes
   */
  public UnaryOperator<WeightMap> imageInto(Architecture target, List<TaskClasses> wanted) {
    ObjectNode own = imageSizes(architecture);
    imageSizes(target)
        .properties()
        .forEach(
            size -> {
              JsonNode ours = own.path(size.getKey());
              if (!ours.equals(size.getValue())) {
                throw new UserException(
                    "--image-encoder %s: its %s is %s and that of the run is %s; they must be equal"
                        .formatted(name, size.getKey(), ours, size.getValue()));
              }
            });
    return first -> Takeover.ofImage(this, wanted, first);
  }

  /** The weights that a run for these tasks reuses. */
  public Takeover takeover(Architecture target, List<TaskClasses> wanted) {
    return Takeover.of(this, target, wanted);
  }
}
