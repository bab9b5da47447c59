package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.drift.DriftSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftKeysTest {
  @Test
  void usesTheDefaultsWithoutKeys() {
    assertThat(settings(Map.of())).isEqualTo(DriftSettings.DEFAULT);
  }

  @Test
  void derivesTheMinimumFromTheWindow() {
    assertThat(
            settings(
                Map.of(
                    "drift.window", "400",
                    "drift.longest-window", "10 min",
                    "drift.alarm", "0.1",
                    "drift.alarm.season", "0.5")))
        .isEqualTo(new DriftSettings(400, 100, Duration.ofMinutes(10), 0.1, Map.of("season", 0.5)));
  }

  @Test
  void refusesAMinimumAboveTheWindowWithTheRange() {
    assertThatThrownBy(() -> settings(Map.of("drift.window", "400", "drift.minimum", "500")))
        .isInstanceOf(UserException.class)
        .hasMessage("drift.minimum = 500: must be between 50 and drift.window, 400 (answers)");
    assertThatThrownBy(() -> settings(Map.of("drift.alarm", "0")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("drift.alarm = 0")
        .hasMessageContaining("between 0.01 and 10");
  }

  private static DriftSettings settings(Map<String, String> flags) {
    return DriftKeys.settings(ServiceConfig.of(List.of(ConfigSource.flags(flags))));
  }
}
