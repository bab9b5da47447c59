package io.cmaclip.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosSettingsTest {
  @Test
  void takesSettingsOfTheServices() {
    assertThatCode(() -> settings("precision", "int8").check()).doesNotThrowAnyException();
  }

  @Test
  void comparesNarrowFormatsWithAWiderTolerance() {
    assertThat(settings("precision", "float32").tolerance()).isEqualTo(1e-4);
    assertThat(settings("batch.max-delay", "5 ms").tolerance()).isEqualTo(1e-4);
    assertThat(settings("precision", "int8").tolerance()).isEqualTo(1e-3);
  }

  @ParameterizedTest
  @CsvSource({
    "unchanged, skip, use --unchanged",
    "guarantee, at_least_once, use --guarantee",
    "topics.review, mine, the run sets it itself",
    "threads, 3, the run sets it itself",
    "attributes.format, json, must be avro",
    "precision, int7, must be",
    "presicion, int8, presicion"
  })
  void refusesSettingsThatTheRunDoesNotTake(String key, String value, String reason) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> settings(key, value).check())
        .withMessageContaining(key)
        .withMessageContaining(reason);
  }

  private static ChaosSettings settings(String key, String value) {
    return new ChaosSettings(
        1,
        100,
        2,
        1,
        1,
        Guarantee.EXACTLY_ONCE_V2,
        UnchangedMode.CLASSIFY,
        Map.of(key, value),
        List.of(),
        Duration.ofSeconds(1),
        Path.of("bundle"),
        Path.of("folder"));
  }
}
