package io.cmaclip.streams.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingValueTest {
  private static final ListingValue PRICE = new ListingValue("price");

  @Test
  void readsTheNumberOfTheAttribute() {
    assertThat(PRICE.of(Map.of("price", " 19.90 "))).isEqualTo(19.9);
    assertThat(PRICE.of(Map.of("price", "0"))).isZero();
    assertThat(PRICE.of(Map.of("colour", "2"))).isEqualTo(1);
    assertThat(ListingValue.SAME.of(Map.of("price", "2"))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cheap", "-1", "NaN", "Infinity", "1e300"})
  void countsWhatIsNoUsableNumberAsOne(String text) {
    assertThat(PRICE.of(Map.of("price", text))).isEqualTo(1);
  }
}
