package io.cmaclip.streams.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  /** With CMACLIP_WRITE_DOCS=true in the environment this test writes the page. */
  @Test
  void theReferencePageMatchesTheTable() throws IOException {
    Path page = Path.of("..", "docs", "metrics.md");
    if ("true".equals(System.getenv("CMACLIP_WRITE_DOCS"))) {
      Files.writeString(page, MetricsPage.markdown());
    }
    assertThat(page).hasContent(MetricsPage.markdown());
  }

  @Test
  void everyMeterDocumentsMeaningAndSymptom() {
    List<MeterKey> all =
        Stream.of(MeterTable.ALL, ConsoleMeterTable.ALL).flatMap(List::stream).toList();
    assertThat(all)
        .allSatisfy(
            key -> {
              assertThat(key.name()).startsWith("cmaclip.");
              assertThat(key.meaning()).endsWith(".");
              assertThat(key.worry()).endsWith(".");
              assertThat(key.buckets()).isSorted();
            });
    assertThat(all).extracting(MeterKey::scrapedName).doesNotHaveDuplicates();
  }
}
