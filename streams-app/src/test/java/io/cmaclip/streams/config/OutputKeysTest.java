package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.model.errors.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputKeysTest {
  @ParameterizedTest
  @CsvSource({
    "attributes.format, json, avro",
    "attributes.format, protobuf, avro",
    "attributes.shape, flat, nested",
    "review.format, json, avro",
    "review.shape, flat, nested"
  })
  void commandsThatReadAnswersNameTheSettingThatTheyCannotRead(
      String key, String value, String readable) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> OutputKeys.requireNestedAvro(config(Map.of(key, value))))
        .withMessageStartingWith(key + " = " + value + ": must be " + readable);
  }

  @Test
  void commandsReadTheDefaultFormats() {
    assertThatCode(() -> OutputKeys.requireNestedAvro(config(Map.of()))).doesNotThrowAnyException();
  }

  private static ServiceConfig config(Map<String, String> values) {
    return ServiceConfig.of(List.of(ConfigSource.flags(values)));
  }
}
