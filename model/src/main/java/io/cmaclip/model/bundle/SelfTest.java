package io.cmaclip.model.bundle;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Listings with the model's outputs at training time. Checks that a model computes the same on this
 * machine. Immutable by convention and thread-safe.
 *
 * @param inputs at least one
 * @param outputs one row per input, as returned by {@code serve} of {@code cma_clip.py}
 */
public record SelfTest(List<PreparedListing> inputs, float[][] outputs) {
  /** Maximum difference of an output in float32 on a CPU. */
  public static final double TOLERANCE = 1e-4;

  public SelfTest {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.size() != outputs.length) {
      throw new IllegalArgumentException(
          "a self-test of " + inputs.size() + " inputs and " + outputs.length + " outputs");
    }
  }

  /**
   * Compares a model's outputs with the stored ones.
   *
   * @param tolerance maximum difference
   * @throws IllegalStateException when an output differs more, with its position and both values
   */
  public void check(float[][] answers, double tolerance) {
    for (int row = 0; row < outputs.length; row++) {
      if (answers[row].length != outputs[row].length) {
        throw new IllegalStateException(
            "the self-test stores "
                + outputs[row].length
                + " outputs per listing, the model returns "
                + answers[row].length);
      }
      for (int column = 0; column < outputs[row].length; column++) {
        double difference = Math.abs((double) answers[row][column] - outputs[row][column]);
        // "difference > tolerance" would accept NaN.
        if (!(difference <= tolerance)) {
          throw new IllegalStateException(
              "the self-test fails: output %d of input %d is %s instead of %s (allowed difference %s)"
                  .formatted(column, row, answers[row][column], outputs[row][column], tolerance));
        }
      }
    }
  }

  /** Converts inputs and outputs to named tensors. */
  Weights toTensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      PreparedListing input = inputs.get(i);
      if (input.hasImage()) {
        tensors.put("input." + i + ".pixels", Tensor.of(input.pixels(), input.pixels().length));
      }
      if (input.hasText()) {
        long[] tokens = new long[input.tokens().length];
        for (int t = 0; t < tokens.length; t++) {
          tokens[t] = input.tokens()[t];
        }
        tensors.put("input." + i + ".tokens", Tensor.of(tokens, tokens.length));
      }
      tensors.put("output." + i, Tensor.of(outputs[i], outputs[i].length));
    }
    return new WeightMap(tensors);
  }

  /**
   * Reads inputs and outputs from named tensors.
   *
   * @throws IllegalArgumentException when a tensor is missing
   */
  static SelfTest of(Weights tensors) {
    List<PreparedListing> inputs = new ArrayList<>();
    List<float[]> outputs = new ArrayList<>();
    for (int i = 0; tensors.names().contains("output." + i); i++) {
      inputs.add(
          new PreparedListing(
              pixels(tensors, "input." + i + ".pixels"),
              tokens(tensors, "input." + i + ".tokens")));
      outputs.add(tensors.get("output." + i).toFloats());
    }
    return new SelfTest(inputs, outputs.toArray(float[][]::new));
  }

  private static byte[] pixels(Weights tensors, String name) {
    if (!tensors.names().contains(name)) {
      return null;
    }
    Tensor tensor = tensors.get(name);
    byte[] pixels = new byte[Math.toIntExact(tensor.info().size())];
    tensor.data().get(pixels);
    return pixels;
  }

  private static int[] tokens(Weights tensors, String name) {
    if (!tensors.names().contains(name)) {
      return null;
    }
    Tensor tensor = tensors.get(name);
    int[] tokens = new int[Math.toIntExact(tensor.info().size())];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.toIntExact(tensor.data().getLong(8 * i));
    }
    return tokens;
  }
}
