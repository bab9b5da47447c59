package io.cmaclip.streams.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Expression FROM =
      Expression.compile("updated-at", "time", new BoundedFunctions(Budget::new));

  @Test
  void readsWhatInstantsWrite() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 250_000_000_000L));
      if (random.nextBoolean()) {
        time = time.plusMillis(random.nextInt(1000));
      }
      assertThat(Times.of(time.toString(), FROM)).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-13-01T03:04:05Z",
        "2026-01-02T25:04:05Z",
        "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:0xZ",
        "2026-01-02T03:04:05.6x8Z",
        "2026-01-02T03:04:05,678Z",
        "2026-01-02T03:04:05X",
      })
  void refusesWhatIsNoTime(String text) {
    assertThatExceptionOfType(MappingFailedException.class)
        .isThrownBy(() -> Times.of(text, FROM))
        .withMessageContaining("must be an ISO 8601 time");
  }
}
