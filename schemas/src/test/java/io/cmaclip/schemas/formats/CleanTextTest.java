package io.cmaclip.schemas.formats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "red dress", "Été \uD83D\uDC57", "\t\n\u0001\u007f\uFFFF"})
  void keepsWhatEveryReaderAccepts(String text) {
    assertThat(CleanText.of(text)).isSameAs(text);
  }

  @Test
  void replacesTheZeroCharacterAndUnpairedSurrogates() {
    assertThat(CleanText.of("a\u0000b\u0000")).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(CleanText.of("\uD83D")).isEqualTo("\uFFFD");
    assertThat(CleanText.of("\uDC57\uD83Dx")).isEqualTo("\uFFFD\uFFFDx");
    assertThat(CleanText.of("\uD83D\uD83D\uDC57")).isEqualTo("\uFFFD\uD83D\uDC57");
  }
}
