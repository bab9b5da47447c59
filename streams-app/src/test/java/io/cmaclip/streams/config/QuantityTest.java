package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "10 ms, PT0.01S",
    "10ms, PT0.01S",
    "1.5 s, PT1.5S",
    "2 min, PT2M",
    "PT1S, PT1S",
    "1 h, PT1H",
    "250 us, PT0.00025S"
  })
  void parsesDurationsWithAUnit(String text, Duration expected) {
    assertThat(Quantity.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10", "ms", "-10 ms", "10 parsecs", "", "PT", "1e3 ms", "999999999999999999 d"})
  void refusesOtherTextAsDuration(String text) {
    assertThatThrownBy(() -> Quantity.duration(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "1 KB, 1024",
    "256 MB, 268435456",
    "256MiB, 268435456",
    "0.5 GB, 536870912"
  })
  void parsesSizesInPowersOf1024(String text, long expected) {
    assertThat(Quantity.bytes(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MB", "-1", "12 XB", "1 000", "999999999999999999 GB"})
  void refusesOtherTextAsSize(String text) {
    assertThatThrownBy(() -> Quantity.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formatsInTheLargestWholeUnit() {
    assertThat(Quantity.format(Duration.ofMillis(10))).isEqualTo("10 ms");
    assertThat(Quantity.format(Duration.ofMillis(1500))).isEqualTo("1500 ms");
    assertThat(Quantity.format(Duration.ofHours(2))).isEqualTo("2 h");
    assertThat(Quantity.formatBytes(256L << 20)).isEqualTo("256 MB");
    assertThat(Quantity.formatBytes(1000)).isEqualTo("1000 B");
  }
}
