package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TitleWriterTest {
  private static final int MANY = 20_000;

  @Test
  void colourPatternAndStyleAreNamedAsOftenAsInThePapersData() {
    assertThat(named(Garment::colour)).isCloseTo(.67, within(.015));
    assertThat(named(Garment::pattern)).isCloseTo(.25, within(.015));
    assertThat(named(Garment::style)).isCloseTo(.15, within(.015));
  }

  @Test
  void someTitlesNameTheColourOfSomethingElse() {
    long strays = 0;
    for (int index = 0; index < MANY; index++) {
      Garment garment =
          new Garment(Colour.RED, io.cmaclip.trainer.garments.Pattern.PLAIN, Style.SHIFT);
      String title = TitleWriter.write(garment, Draw.of(6, index));
      if (title
          .toLowerCase(Locale.ROOT)
          .matches(".* with (white|black|blue|green|pink) [a-z]+.*")) {
        strays++;
      }
    }
    assertThat(strays / (double) MANY).isBetween(.02, .08);
  }

  private static double named(Function<Garment, Label> task) {
    long named = 0;
    for (int index = 0; index < MANY; index++) {
      Draw draw = Draw.of(5, index);
      Garment garment = Garment.draw(draw);
      String title = TitleWriter.write(garment, draw);
      if (words(task.apply(garment)).matcher(title).find()) {
        named++;
      }
    }
    return named / (double) MANY;
  }

  private static Pattern words(Label label) {
    String any = label.words().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile("\\b(" + any + ")\\b", Pattern.CASE_INSENSITIVE);
  }
}
