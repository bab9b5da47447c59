package io.cmaclip.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelWordTest {
  @ParameterizedTest
  @CsvSource({
    "Lee Men's Trademark T-shirt, Tshirts, Lee Men's Trademark",
    "Lee Men's Trademark T-shirt, Men, Lee Trademark T-shirt",
    "Lee Trademark T Shirt, Tshirts, Lee Trademark",
    "FIFA Mens 1905 Track Pants, Track Pants, FIFA Mens 1905",
    "Fossil WATCH, Watches, Fossil",
    "Forever New Red Dress, Dresses, Forever New Red",
    "Red and red (RED) shoe, Red, and shoe",
  })
  void removesEverySpellingOfTheLabel(String title, String label, String left) {
    assertThat(LabelWord.in(title, label)).isTrue();
    assertThat(LabelWord.removed(title, label)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource({
    "ADIDAS Women Black Tracksuit, Men",
    "ADIDAS Women Black Tracksuit, Track Pants",
    "Puma Redford Shoe, Red",
    "Track suit Pants, Track Pants",
  })
  void keepsOtherWords(String title, String label) {
    assertThat(LabelWord.in(title, label)).isFalse();
    assertThat(LabelWord.removed(title, label)).isEqualTo(title);
  }

  @Test
  void removingTheOnlyWordLeavesAnEmptyTitle() {
    assertThat(LabelWord.removed(" T-Shirts ", "Tshirts")).isEmpty();
    assertThat(LabelWord.in("", "Tshirts")).isFalse();
    assertThat(LabelWord.in("Tshirts", "&")).isFalse();
  }
}
