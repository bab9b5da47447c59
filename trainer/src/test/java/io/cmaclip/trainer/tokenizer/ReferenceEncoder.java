package io.cmaclip.trainer.tokenizer;

import io.cmaclip.model.text.ClipTokenizerFile;
import java.util.ArrayList;
import java.util.List;

/** Encodes by the definition: in each word, the earliest learned pair is joined first. */
final class ReferenceEncoder {
  private final BytePairVocabulary vocabulary;

  ReferenceEncoder(BytePairVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  long[] encode(String title) {
    List<Long> ids = new ArrayList<>();
    ids.add((long) vocabulary.tokens().indexOf(ClipTokenizerFile.START));
    for (String word : TitleWords.of(title)) {
      for (String token : tokens(word)) {
        ids.add((long) vocabulary.tokens().indexOf(token));
      }
    }
    ids.add((long) vocabulary.tokens().indexOf(ClipTokenizerFile.END));
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private List<String> tokens(String word) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      parts.add(word.substring(i, i + 1));
    }
    parts.set(parts.size() - 1, parts.get(parts.size() - 1) + BytePairVocabulary.END_OF_WORD);
    for (List<String> merge : vocabulary.merges()) {
      for (int i = 0; i + 1 < parts.size(); i++) {
        if (parts.get(i).equals(merge.get(0)) && parts.get(i + 1).equals(merge.get(1))) {
          parts.set(i, merge.get(0) + merge.get(1));
          parts.remove(i + 1);
        }
      }
    }
    return parts;
  }
}
