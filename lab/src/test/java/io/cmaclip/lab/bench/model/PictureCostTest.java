package io.cmaclip.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureCostTest {
  @Test
  void aLargerPictureHasMoreBytesAndCostsMore() throws Exception {
    PictureCost cost = new PictureCost(64);
    PictureCost.Cost small = cost.of(64);
    PictureCost.Cost large = cost.of(512);
    assertThat(small.millis()).isPositive();
    assertThat(large.millis()).isGreaterThan(4 * small.millis());
    assertThat(large.bytes()).isGreaterThan(8 * small.bytes());
  }
}
