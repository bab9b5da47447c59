package io.cmaclip.trainer.encoders;

import io.cmaclip.cli.UserError;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
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
   * @throws UserError when it is no bundle, or a damaged one
   */
  public static Pretrained open(Path folder) {
    return of(Bundle.open(folder));
  }

  private static Pretrained of(Bundle bundle) {
    try (SafetensorsFile file = bundle.openWeights()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : file.names()) {
        tensors.put(name, Tensor.of(file.get(name).toFloats(), shape(file.info(name).shape())));
      }
      return new Pretrained(
          bundle.folder().toString(),
          bundle.fingerprint(),
          bundle.manifest().architecture(),
          Files.readAllBytes(bundle.tokenizer()),
          bundle.manifest().tasks().stream()
              .map(task -> new TaskClasses(task.name(), task.classes()))
              .toList(),
          new WeightMap(tensors));
    } catch (IOException e) {
      throw new UserError("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  private static long[] shape(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The architecture of a run that starts from these encoders: theirs, with the recipe's fusion and
   * heads.
   *
   * @throws UserError when the recipe's sequence-wise attention cannot take what they hand over
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
      throw new UserError("--encoders " + name + ": " + e.getMessage(), e);
    }
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
