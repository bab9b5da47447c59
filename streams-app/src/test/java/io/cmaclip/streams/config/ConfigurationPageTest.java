package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  /** Run with CMACLIP_WRITE_DOCS=true in the environment to write the page anew. */
  @Test
  void theReferencePageIsWhatTheTableSays() throws IOException {
    Path page = Path.of("..", "docs", "configuration.md");
    if ("true".equals(System.getenv("CMACLIP_WRITE_DOCS"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ConfigurationPage.markdown());
    }
    assertThat(page).hasContent(ConfigurationPage.markdown());
  }

  @Test
  void everyKeySaysWhatItMeansAndWhatHoldsWithoutIt() {
    assertThat(ServiceKeys.ALL)
        .allSatisfy(
            key -> {
              assertThat(key.meaning()).endsWith(".");
              assertThat(key.defaultText()).isNotBlank();
              assertThat(key.rangeText()).isNotBlank();
              assertThat(key.whenToChange()).as("when to turn %s", key.name()).endsWith(".");
            });
    assertThat(ServiceKeys.ALL).extracting(ConfigKey::name).doesNotHaveDuplicates();
    assertThat(ServiceKeys.ALL).extracting(ConfigKey::environmentVariable).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsLegalAsItIsShown() {
    assertThat(ServiceKeys.ALL)
        .filteredOn(key -> key.defaultValue() != null)
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(key.type().parse(key.defaultText())).isEqualTo(key.defaultValue()));
  }
}
