package io.cmaclip.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.Screens;
import io.cmaclip.trainer.comparison.ComparisonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommittedPagesTest {
  @TempDir Path folder;

  /** Set the environment variable CMACLIP_WRITE_DOCS=true to write the pages. */
  @ParameterizedTest
  @ValueSource(strings = {"few-labels", "fusions", "options", "wrong-labels"})
  void committedPagesEqualTheirResults(String name) throws IOException {
    Path comparison = Path.of("..", "docs", "comparison", name);
    ComparisonResult result =
        new ObjectMapper()
            .readValue(comparison.resolve("comparison.json").toFile(), ComparisonResult.class);
    String page = ComparisonPage.of(result);
    if ("true".equals(System.getenv("CMACLIP_WRITE_DOCS"))) {
      Files.writeString(comparison.resolve("report.html"), page);
    }
    assertThat(comparison.resolve("report.html")).hasContent(page);
    Screens.assertFits(page, folder);
  }

  @Test
  void thePageOfTheShippedBundleFitsTheScreen() throws IOException {
    Screens.assertFits(
        Files.readString(Path.of("..", "bundles", "fashion-products", "report.html")), folder);
  }
}
