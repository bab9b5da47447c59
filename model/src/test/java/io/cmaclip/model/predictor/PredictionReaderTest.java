package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionReaderTest {
  @Test
  void ranksClassesAsAStableSortDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 1_000; round++) {
      double[] values = random.doubles(random.nextInt(1, 30)).toArray();
      int distinct = random.nextInt(1, 20);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.floor(distinct * values[i]);
      }
      int[] sorted =
          IntStream.range(0, values.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -values[i]))
              .mapToInt(i -> i)
              .limit(5)
              .toArray();
      assertThat(PredictionReader.highest(values, 5)).isEqualTo(sorted);
    }
  }
}
