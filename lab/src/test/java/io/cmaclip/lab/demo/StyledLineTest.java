package io.cmaclip.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.lab.demo.StyledLine.Ink;
import org.junit.jupiter.api.Test;

class StyledLineTest {
  @Test
  void printsPlainTextWithoutColours() {
    assertThat(new StyledLine(80, false).add("red ", Ink.BAD).add("dress").toString())
        .isEqualTo("red dress");
  }

  @Test
  void coloursDoNotCountAsWidth() {
    assertThat(new StyledLine(7, true).add("red ", Ink.BAD).add("dress").toString())
        .isEqualTo("\033[31mred \033[0mdr…");
  }

  @Test
  void padsOrCutsColumns() {
    assertThat(
            new StyledLine(80, false)
                .column("ab", 4, Ink.PLAIN)
                .column("abcdef", 4, Ink.PLAIN)
                .toString())
        .isEqualTo("ab  abc…");
  }

  @Test
  void neverSplitsSupplementaryCharacters() {
    assertThat(new StyledLine(3, false).add("👗👗👗👗").toString()).isEqualTo("👗👗…");
  }
}
