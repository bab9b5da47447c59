package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.encoders.Pretrained;
import io.cmaclip.trainer.tokenizer.BytePairVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The tokenizer of a run: that of the pretrained encoders, or one that is learned from the training
 * titles.
 *
 * @param architecture with the tokenizer's vocabulary size
 * @param file the tokenizer file that the bundle ships
 * @param closesWord whether a token ends a word
 */
record TitleReading(
    Architecture architecture, Path file, ListingTokenizer tokenizer, IntPredicate closesWord)
    implements AutoCloseable {
  /**
   * Writes the tokenizer's file and opens it.
   *
   * @param shape with the largest vocabulary that may be learned
   * @param pretrained null to learn a tokenizer
   */
  static TitleReading open(
      Architecture shape, Pretrained pretrained, List<RawListing> training, Path file)
      throws IOException {
    if (pretrained != null) {
      Files.write(file, pretrained.tokenizer());
      return open(shape, file, pretrained.closesWord());
    }
    BytePairVocabulary vocabulary =
        BytePairVocabulary.learn(
            training.stream().map(RawListing::title).toList(), shape.text().vocabulary());
    vocabulary.write(file);
    return open(shape.withVocabulary(vocabulary.tokens().size()), file, vocabulary::closesWord);
  }

  private static TitleReading open(Architecture architecture, Path file, IntPredicate closesWord)
      throws IOException {
    ListingTokenizer tokenizer =
        ListingTokenizer.open(
            Files.readAllBytes(file), architecture.text().context(), SpecialTokens.PLAIN);
    return new TitleReading(architecture, file, tokenizer, closesWord);
  }

  /** Token ids with start and end; empty when the title has no token. */
  int[] encode(String title) {
    return tokenizer.encode(title);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
