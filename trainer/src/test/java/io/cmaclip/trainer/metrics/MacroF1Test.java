package io.cmaclip.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MacroF1Test {
  @Test
  void classesAmongTheLabelsWeighEquallyAndOthersAreIgnored() {
    // a: 2*1/(2+1), b: 2*1/(1+2), c: 0; d is answered once and labelled never.
    assertThat(MacroF1.of(List.of("a", "a", "b", "c"), List.of("a", "b", "b", "d")))
        .isEqualTo((2 / 3.0 + 2 / 3.0 + 0) / 3, within(1e-12));
  }

  @Test
  void aMissingPredictionLowersRecall() {
    assertThat(MacroF1.of(List.of("a", "a"), Arrays.asList("a", null)))
        .isEqualTo(2 / 3.0, within(1e-12));
  }

  @Test
  void noLabelsGiveZero() {
    assertThat(MacroF1.of(List.of(), List.of())).isZero();
  }
}
