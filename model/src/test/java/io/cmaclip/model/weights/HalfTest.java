package io.cmaclip.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {
  @Test
  void roundTripsEveryHalf() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.fromFloat(value)).isEqualTo((short) bits);
      } else {
        assertThat(Half.toFloat(Half.fromFloat(value))).isNaN();
      }
    }
  }

  @Test
  void roundsToNearestEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = Half.toFloat((short) bits);
      float high = Half.toFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertThat(Half.fromFloat(middle)).isEqualTo((short) even);
      assertThat(Half.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Half.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Half.fromFloat(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @Test
  void knownValues() {
    assertThat(Half.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(Half.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Half.fromFloat(65504f)).isEqualTo((short) 0x7bff);
    assertThat(Half.fromFloat(65520f)).isEqualTo((short) 0x7c00);
    assertThat(Half.fromFloat(1e9f)).isEqualTo((short) 0x7c00);
  }
}
