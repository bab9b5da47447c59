package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputKeysTest {
  @Test
  void listingsAreProductListingsByDefault() {
    assertThat(inputs(Map.of())).isEqualTo(Map.of("listings", InputSettings.DEFAULT));
  }

  @Test
  void aTopicOverridesFormatAndMapping() {
    assertThat(
            inputs(
                Map.of(
                    "listings.format", "avro",
                    "listings.mapping", "debezium",
                    "listings.format.listings", "json",
                    "listings.mapping.listings", "shop.yaml")))
        .isEqualTo(Map.of("listings", new InputSettings(EventFormat.JSON, "shop.yaml")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listings.format | json | listings.mapping is not set, which listings.format = json needs",
        "listings.format | xml | listings.format = xml: must be one of product-listing, avro, json",
        "listings.mapping | debezium | cannot be used with listings.format = product-listing",
        "listings.mapping.other | debezium | listings.mapping.other: must name an input topic",
      })
  void refusesSettingsThatContradictEachOther(String key, String value, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> inputs(Map.of(key, value)))
        .withMessageContaining(message);
  }

  private static Map<String, InputSettings> inputs(Map<String, String> values) {
    return new ServiceSettingsReader(ServiceConfig.of(List.of(new ConfigSource("test", values))))
        .inputs();
  }
}
