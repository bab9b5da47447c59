package io.cmaclip.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageCostTest {
  @Test
  void aLargerImageHasMoreBytesAndCostsMore() throws Exception {
    ImageCost cost = new ImageCost(64);
    ImageCost.Cost small = cost.of("jpg", 64);
    ImageCost.Cost large = cost.of("jpg", 512);
    assertThat(small.millis()).isPositive();
    assertThat(large.millis()).isGreaterThan(4 * small.millis());
    assertThat(large.bytes()).isGreaterThan(8 * small.bytes());
  }
}
