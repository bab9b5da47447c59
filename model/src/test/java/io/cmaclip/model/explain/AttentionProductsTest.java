package io.cmaclip.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionProductsTest {
  /** 2 layers, 2 heads, 3 tokens, 2 patches: the digits of a value are its indices. */
  private final AttentionProducts products = new AttentionProducts(2, 2, 3, 2, values());

  private static float[] values() {
    float[] values = new float[24];
    for (int i = 0; i < 24; i++) {
      values[i] = 1000 * (i / 12) + 100 * (i / 6 % 2) + 10 * (i / 2 % 3) + i % 2;
    }
    return values;
  }

  @Test
  void averagesOverAllButTheSelectedLayerHeadAndTokens() {
    assertThat(products.mean(List.of(2), 2, 1)).containsExactly(1020, 1021);
    assertThat(products.mean(List.of(0, 2), 1, 2)).containsExactly(110, 111);
    assertThat(products.mean(List.of(1), 0, 1)).containsExactly(510, 511);
    assertThat(products.mean(List.of(0), 0, 0)).containsExactly(550, 551);
  }

  @Test
  void findsEveryOccurrenceOfAWord() {
    int[] title = {100, 7, 8, 9, 7, 8, 101};
    assertThat(WordPositions.of(title, new int[] {100, 7, 8, 101})).containsExactly(1, 2, 4, 5);
    assertThat(WordPositions.of(title, new int[] {100, 9, 101})).containsExactly(3);
    assertThat(WordPositions.of(title, new int[] {100, 8, 7, 101})).isEmpty();
    assertThat(WordPositions.of(title, new int[] {100, 101})).isEmpty();
    assertThat(WordPositions.all(title)).containsExactly(1, 2, 3, 4, 5);
  }
}
