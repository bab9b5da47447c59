package io.cmaclip.trainer.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TfIdfTest {
  /** Expected values: TfidfVectorizer(min_df=2, ngram_range=(1, 2)) of scikit-learn 1.9.1. */
  @Test
  void wordWeightsEqualThoseOfScikitLearn() {
    TfIdf tfIdf =
        TfIdf.learn(
            TitleTerms.words(),
            List.of("red dress", "blue dress", "red shirt dress", "red dress shirt"));

    assertThat(tfIdf.of("red red dress shirt").value())
        .containsExactly(new float[] {.29425f, .71982f, .44456f, .44456f}, within(1e-5f));
  }

  /** Expected values: TfidfVectorizer(min_df=2, analyzer="char_wb", ngram_range=(3, 5)). */
  @Test
  void characterWeightsEqualThoseOfScikitLearn() {
    TfIdf tfIdf = TfIdf.learn(TitleTerms.characters(), List.of("Ab cde", "ab", " cde"));

    float once = .23570f;
    float twice = .47140f;
    assertThat(tfIdf.of("ab cde ab").value())
        .containsExactly(
            new float[] {twice, twice, once, once, once, twice, once, once, once}, within(1e-5f));
  }

  @Test
  void aTitleOfUnknownTermsHasNoFeatures() {
    TfIdf tfIdf = TfIdf.learn(TitleTerms.words(), List.of("red dress", "red dress"));

    assertThat(tfIdf.of("blue shirt").index()).isEmpty();
    assertThat(tfIdf.of("").index()).isEmpty();
  }

  @Test
  void termsAreWordsOfTwoCharactersAndPairsOfWords() {
    assertThat(TitleTerms.words().apply("A Red T-Shirt"))
        .containsExactly("red", "shirt", "red shirt");
  }

  @Test
  void runsOfCharactersStayWithinWords() {
    assertThat(TitleTerms.characters().apply("Ab a cde"))
        .containsExactly(" ab", "ab ", " ab ", " a ", " cd", "cde", "de ", " cde", "cde ", " cde ");
  }
}
