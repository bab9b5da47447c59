package io.cmaclip.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.weights.WeightMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReducedScriptTest {
  private static final int LISTINGS = 3;
  private static final long[] LENGTHS = {5, 3, 9};
  private static final int TOKENS = 9;

  @TempDir Path folder;

  /** The tolerance is a share of the length of all outputs: 7 bits have steps of 1/127. */
  @ParameterizedTest
  @CsvSource({
    "int8 of 7 bits, QUICK_GELU, CMA, 0.03",
    "int8 of 7 bits, GELU, CMA, 0.03",
    "int8 of 7 bits, QUICK_GELU, CMA_NO_ATTENTION, 0.03",
    "bfloat16, QUICK_GELU, CMA, 0.01",
    "bfloat16, GELU, CMA, 0.01",
    "bfloat16, QUICK_GELU, CMA_NO_ATTENTION, 0.01"
  })
  void outputsAreNearThoseOfFloat32AndNotTheSame(
      String format, Activation activation, Fusion fusion, double tolerance) throws Exception {
    Architecture a = TinyModel.architecture(Stem.CONV, true, activation, fusion);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 8);
    Script reduced =
        format.equals("bfloat16")
            ? ReducedScript.bfloat16(a, TinyModel.TASKS, weights, false, 1)
            : ReducedScript.int8(a, TinyModel.TASKS, weights, false, 1);
    try (LoadedScript exact = new LoadedScript(folder, a, TinyModel.TASKS, weights);
        LoadedScript found = new LoadedScript(folder, reduced)) {
      found.call("prepare");
      float[] expected = serve(exact, a, LISTINGS);
      float[] actual = serve(found, a, LISTINGS);
      assertThat(actual).hasSameSizeAs(expected);
      double distance = 0;
      double length = 0;
      for (int i = 0; i < actual.length; i++) {
        distance += Math.pow(actual[i] - expected[i], 2);
        length += Math.pow(expected[i], 2);
      }
      assertThat(Math.sqrt(distance / length)).isBetween(1e-5, tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"int8", "bfloat16"})
  void aListingDoesNotDependOnItsBatch(String format) throws Exception {
    Architecture a = TinyModel.architecture(Stem.CONV, true);
    WeightMap weights = TinyModel.weights(a, TinyModel.TASKS, 8);
    Script reduced =
        format.equals("bfloat16")
            ? ReducedScript.bfloat16(a, TinyModel.TASKS, weights, false, 1)
            : ReducedScript.int8(a, TinyModel.TASKS, weights, false, 1);
    try (LoadedScript script = new LoadedScript(folder, reduced)) {
      script.call("prepare");
      float[] together = serve(script, a, LISTINGS);
      float[] alone = serve(script, a, 1);
      for (int i = 0; i < alone.length; i++) {
        // Sums in another order may round a level the other way.
        assertThat((double) Math.abs(together[i] - alone[i])).isLessThan(0.02);
      }
    }
  }

  /** The first listings of a fixed batch. */
  private static float[] serve(LoadedScript script, Architecture a, int count) throws Exception {
    Random random = new Random(7);
    byte[] pixels = new byte[LISTINGS * a.image().pixelBytes()];
    random.nextBytes(pixels);
    long[] tokens = random.longs((long) LISTINGS * TOKENS, 0, 40).toArray();
    boolean[] all = new boolean[count];
    Arrays.fill(all, true);
    return script
        .call(
            "serve",
            script.pixels(
                Arrays.copyOf(pixels, count * a.image().pixelBytes()),
                count,
                3,
                a.image().height(),
                a.image().width()),
            script.integers(Arrays.copyOf(tokens, count * TOKENS), count, TOKENS),
            script.booleans(all),
            script.booleans(all),
            script.integers(Arrays.copyOf(LENGTHS, count), count))
        .get(0);
  }
}
