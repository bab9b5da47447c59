package io.cmaclip.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Turns titles into token ids with a Hugging Face {@code tokenizer.json}: start of text, the
 * title's tokens, end of text; longer ones are cut before the end of text.
 *
 * <p>Any number of threads may use one instance (the native tokenizer is not changed by encoding);
 * whoever opened it closes it after the last of them.
 */
public final class ListingTokenizer implements AutoCloseable {
  private static final int[] NOTHING = {};

  /** Start and end of text. */
  private static final int FRAME = 2;

  /** Titles from strangers are read up to this many characters per token of the context. */
  private static final int CHARACTERS_PER_TOKEN = 128;

  private final HuggingFaceTokenizer tokenizer;
  private final int mostCharacters;

  private ListingTokenizer(
      HuggingFaceTokenizer tokenizer, int contextLength, SpecialTokens special) {
    this.tokenizer = tokenizer;
    this.mostCharacters =
        special == SpecialTokens.PLAIN ? CHARACTERS_PER_TOKEN * contextLength : Integer.MAX_VALUE;
  }

  /**
   * Opens a tokenizer.
   *
   * @param file content of a {@code tokenizer.json}
   * @param contextLength most tokens of a title, start and end included; at least 3
   * @throws IllegalArgumentException when the file is no tokenizer, or does not put one token
   *     before and one behind a text
   */
  public static ListingTokenizer open(byte[] file, int contextLength, SpecialTokens special)
      throws IOException {
    if (contextLength <= FRAME) {
      throw new IllegalArgumentException(
          "context length = " + contextLength + ": must be at least 3 (start, a token, end)");
    }
    byte[] prepared = TokenizerFile.prepare(file, special);
    Map<String, String> options =
        Map.of(
            "truncation", "true",
            "maxLength", Integer.toString(contextLength),
            "padding", "false");
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(prepared), options);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("tokenizer does not load: " + e.getMessage(), e);
    }
    ListingTokenizer opened = new ListingTokenizer(tokenizer, contextLength, special);
    int frame = opened.encodeFramed("").length;
    if (frame != FRAME) {
      opened.close();
      throw new IllegalArgumentException(
          "tokenizer puts " + frame + " tokens around a text; start and end of text are needed");
    }
    return opened;
  }

  /**
   * The title's ids, start to end of text, unpadded: 3 to context length of them; none when the
   * title is null, blank, or leaves no token. Any string is taken: control characters are text like
   * others, half surrogate pairs become U+FFFD.
   */
  public int[] encode(String title) {
    if (title == null || title.isBlank()) {
      return NOTHING;
    }
    int[] ids = encodeFramed(title);
    return ids.length <= FRAME ? NOTHING : ids;
  }

  /** The same, but a text without tokens gives start and end alone, as CLIP has it. */
  public int[] encodeFramed(String text) {
    String head = text.length() <= mostCharacters ? text : text.substring(0, mostCharacters);
    long[] ids = tokenizer.encode(WholeCharacters.of(head)).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return tokens;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
