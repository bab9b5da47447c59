package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Weights, images and gradients that {@code src/test/python/reference.py} also derives from a name.
 */
final class ReferenceNumbers {
  private ReferenceNumbers() {}

  /** MurmurHash3's finaliser over a counter that starts at the name's CRC-32. */
  private static int bits(String name, int index) {
    CRC32 start = new CRC32();
    start.update(name.getBytes(StandardCharsets.UTF_8));
    int x = (int) start.getValue() + index * 0x9E3779B9;
    x = (x ^ x >>> 16) * 0x85EBCA6B;
    x = (x ^ x >>> 13) * 0xC2B2AE35;
    return x ^ x >>> 16;
  }

  /** Between -1/2 and 1/2. */
  static double number(String name, int index) {
    return Integer.toUnsignedLong(bits(name, index)) / 4294967296.0 - 0.5;
  }

  static byte[] pixels(String name, int count) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (bits(name, i) >>> 24);
    }
    return pixels;
  }

  static WeightMap weights(Map<String, List<Long>> shapes) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> weights.put(name, weight(name, shape)));
    return new WeightMap(weights);
  }

  private static Tensor weight(String name, List<Long> shape) {
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    double spread = 0.4;
    double centre = 0;
    boolean gain = name.contains("norm") && name.endsWith("_weight");
    if (gain || name.equals("logit_scale") || name.endsWith("_variance")) {
      centre = 1;
    } else if (sizes.length > 1) {
      double in = sizes[sizes.length - 1];
      spread = 3 / Math.sqrt(sizes.length == 4 ? in * sizes[1] * sizes[2] : in);
    }
    float[] values = new float[(int) shape.stream().reduce(1L, (a, b) -> a * b).longValue()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centre + spread * number(name, i));
    }
    return Tensor.of(values, sizes);
  }
}
