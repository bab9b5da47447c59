package io.cmaclip.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairVocabularyTest {
  private static final List<String> TITLES =
      List.of(
          "Nike Men Red Running Shoes",
          "Puma Women's red shoe 42",
          "Red & blue striped shirt, men's",
          "Robe d'été bleue à pois",
          "蓝色 连衣裙 夏季",
          "Κόκκινο ΦΟΡΕΜΑ ΣΟΦΟΣ",
          "платье красное",
          "dress 👗 İpek",
          "Men Red Shoes");

  @TempDir Path folder;

  @Test
  void huggingFaceTokenizerYieldsTheSameIds() throws IOException {
    BytePairVocabulary vocabulary = BytePairVocabulary.learn(TITLES, 700);
    vocabulary.write(folder.resolve("tokenizer.json"));
    ReferenceEncoder reference = new ReferenceEncoder(vocabulary);
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
      List<String> titles = new ArrayList<>(TITLES);
      titles.addAll(randomTitles());
      titles.addAll(List.of("", "   ", "it's 100% 'S we'll ''t", "e\u0301 \u00a0x\u3000y"));
      for (String title : titles) {
        assertThat(tokenizer.encode(title).getIds()).as(title).isEqualTo(reference.encode(title));
      }
    }
  }

  @Test
  void everyScriptSurvivesEncodingAndDecoding() throws IOException {
    BytePairVocabulary.learn(List.of("red shoe"), 520).write(folder.resolve("tokenizer.json"));
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
      for (String title : List.of("蓝色连衣裙", "платье", "فستان", "ชุดเดรส", "👗👠")) {
        long[] ids = tokenizer.encode(title).getIds();
        String decoded = tokenizer.decode(ids, true).replace(BytePairVocabulary.END_OF_WORD, " ");
        assertThat(decoded.replace(" ", "")).isEqualTo(title);
      }
    }
  }

  @Test
  void theOrderOfTitlesDoesNotChangeTheVocabulary() {
    List<String> shuffled = new ArrayList<>(TITLES);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(BytePairVocabulary.learn(shuffled, 600))
        .isEqualTo(BytePairVocabulary.learn(TITLES, 600));
  }

  @Test
  void theMostFrequentPairIsJoinedFirstAndTiesGoToTheLowerIds() {
    BytePairVocabulary vocabulary = BytePairVocabulary.learn(List.of("ab ab cd cd ab"), 514 + 2);
    assertThat(vocabulary.merges()).containsExactly(List.of("a", "b</w>"), List.of("c", "d</w>"));
    BytePairVocabulary tie = BytePairVocabulary.learn(List.of("xy xy ab ab"), 514 + 1);
    assertThat(tie.merges()).containsExactly(List.of("a", "b</w>"));
  }

  @Test
  void theVocabularyNeverGrowsBeyondItsSize() {
    assertThat(BytePairVocabulary.learn(TITLES, 530).tokens()).hasSize(530).doesNotHaveDuplicates();
  }

  @Test
  void rejectsASizeBelowTheByteAlphabet() {
    assertThatThrownBy(() -> BytePairVocabulary.learn(TITLES, 100))
        .hasMessageContaining("vocabulary = 100")
        .hasMessageContaining("514");
  }

  private static List<String> randomTitles() {
    Random random = new Random(3);
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder title = new StringBuilder();
      for (int c = 0; c < 12; c++) {
        int point = random.nextInt(4) == 0 ? random.nextInt(0x2500) : 'a' + random.nextInt(26);
        boolean plain = Character.isLetterOrDigit(point) || point == ' ' || point == '-';
        title.appendCodePoint(plain ? point : ' ');
      }
      titles.add(i % 2 == 0 ? title.toString() : title.toString().toUpperCase(Locale.ROOT));
    }
    return titles;
  }
}
