package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  /** With CMACLIP_WRITE_DOCS=true in the environment this test writes the page. */
  @Test
  void theReferencePageMatchesTheTable() throws IOException {
    Path page = Path.of("..", "docs", "configuration.md");
    if ("true".equals(System.getenv("CMACLIP_WRITE_DOCS"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ConfigurationPage.markdown());
    }
    assertThat(page).hasContent(ConfigurationPage.markdown());
  }

  @Test
  void everyKeyDocumentsMeaningDefaultRangeAndSymptom() {
    assertThat(ServiceKeys.ALL)
        .allSatisfy(
            key -> {
              assertThat(key.meaning()).endsWith(".");
              assertThat(key.defaultText()).isNotBlank();
              assertThat(key.rangeText()).isNotBlank();
              assertThat(key.whenToChange()).as("when to change %s", key.name()).endsWith(".");
            });
    assertThat(ServiceKeys.ALL).extracting(ConfigKey::name).doesNotHaveDuplicates();
    assertThat(ServiceKeys.ALL).extracting(ConfigKey::environmentVariable).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsAllowedInTheFormThatThePageShows() {
    assertThat(ServiceKeys.ALL)
        .filteredOn(key -> key.defaultValue() != null)
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(key.type().parse(key.defaultText())).isEqualTo(key.defaultValue()));
  }
}
