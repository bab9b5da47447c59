package io.cmaclip.model.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Architecture;
import org.junit.jupiter.api.Test;

class ModelOperationsTest {
  @Test
  void operationsOfThePapersModelAreCountedByHand() {
    long image = 2L * 49 * 3072 * 768 + 12 * (24L * 50 * 768 * 768 + 4L * 50 * 50 * 768);
    long imageProjection = 2L * 50 * 768 * 512;
    // Causal: a token looks at itself and those before it, 77 * 78 / 2 of 77 * 77.
    long text = 12 * (24L * 77 * 512 * 512 + 4L * (77 * 78 / 2) * 512);
    long textProjection = 2L * 77 * 512 * 512;
    long sequence = 11 * (24L * 127 * 512 * 512 + 4L * 127 * 127 * 512);
    // Keys and values of 127 tokens; query, output and feed-forward of 2; their scores.
    long last = 2L * 2 * 127 * 512 * 512 + 2L * (1 + 1 + 8) * 2 * 512 * 512 + 4L * 2 * 127 * 512;
    assertThat(new ModelOperations(Architecture.preset("paper")).perListing(77))
        .isEqualTo(image + imageProjection + text + textProjection + sequence + last);
  }
}
