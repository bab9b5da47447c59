package io.cmaclip.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The common term for each feature leads to the page that explains it. */
class FoundWordsTest {
  @ParameterizedTest
  @CsvSource({
    "SSRF, docs/images.md",
    "circuit breaker, docs/images.md",
    "bulkhead, docs/images.md",
    "retry, docs/images.md",
    "poison pill, docs/poison-pills.md",
    "dead letter, docs/dead-letters.md",
    "hot swap, docs/model-swap.md",
    "canary, docs/model-swap.md",
    "back-pressure, docs/back-pressure.md",
    "graceful shutdown, docs/operations.md",
    "exactly once, docs/exactly-once.md",
    "at least once, docs/exactly-once.md",
    "rebalance, docs/exactly-once.md",
    "exponential moving average, docs/training.md",
    "data augmentation, docs/training.md",
    "quantization, docs/model.md",
    "calibration, docs/model.md",
    "drift, docs/drift.md",
  })
  void aHeadingOrItsFirstParagraphHoldsTheWord(String word, String page) throws IOException {
    assertThat(MarkdownPage.read(MarkdownPage.ROOT.resolve(page)).sections())
        .anySatisfy(
            section ->
                assertThat(
                        (section.heading() + "\n" + section.paragraph()).toLowerCase(Locale.ROOT))
                    .contains(word.toLowerCase(Locale.ROOT)));
  }
}
