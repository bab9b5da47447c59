package io.cmaclip.trainer.encoders;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.SequenceAttention;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.errors.UserException;
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

/**
 * Encoders that have learned before, and what stands behind them.
 *
 * @param name for messages
 * @param fingerprint tells them from others
 * @param architecture whose encoders and projection count; the rest tells what else can be taken
 * @param tokenizer content of {@code tokenizer.json}
 * @param tasks those that have heads, in the order of the weights
 * @param weights float32; encoders and whatever else there is
 */
public record Pretrained(
    String name,
    String fingerprint,
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
   * @throws UserException when it is neither a bundle nor an imported CLIP, or a damaged one
   */
  public static Pretrained open(Path folder) {
    return ClipFolder.is(folder) ? of(ClipFolder.open(folder)) : of(Bundle.open(folder));
  }

  private static Pretrained of(ClipFolder clip) {
    ClipEncoders encoders = clip.encoders();
    try (SafetensorsFile file = clip.openWeights()) {
      return new Pretrained(
          clip.folder().toString(),
          clip.fingerprint(),
          // There is nothing behind these encoders; the recipe says what comes there.
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
          bundle.fingerprint(),
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
   * The architecture of a run that starts from these encoders: theirs, with the recipe's fusion and
   * heads.
   *
   * @throws UserException when the recipe's sequence-wise attention cannot take what they hand over
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

  /** Whether there is anything behind the encoders; CLIP by itself has nothing there. */
  boolean hasFusion() {
    return !tasks.isEmpty();
  }

  /** Whether a token ends a word. */
  public IntPredicate closesWord() {
    BitSet ends = WordEnds.of(tokenizer, name + "/tokenizer.json");
    return ends::get;
  }

  /** What a run for these tasks takes over. */
  public Takeover takeover(Architecture target, List<TaskClasses> wanted) {
    return Takeover.of(this, target, wanted);
  }
}
