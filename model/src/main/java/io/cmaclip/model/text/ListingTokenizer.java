package io.cmaclip.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Tokenizes titles with a Hugging Face {@code tokenizer.json}: start of text, the title's tokens,
 * end of text. Long titles are truncated before the end of text.
 *
 * <p>Thread-safe, because encoding does not change the native tokenizer. The caller closes it after
 * the last use.
 */
public final class ListingTokenizer implements AutoCloseable {
  private static final int[] NOTHING = {};

  /** Start and end of text. */
  private static final int FRAME = 2;

  /** Untrusted titles are read up to this many characters per token of the context. */
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
   * @param contextLength maximum number of tokens of a title, start and end included; at least 3
   * @throws IllegalArgumentException when the file is no tokenizer, or does not add one token
   *     before and one after a text
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
          "tokenizer adds " + frame + " tokens around a text: must be 2 (start and end of text)");
    }
    return opened;
  }

  /**
   * Returns the title's token ids from start to end of text, unpadded: 3 to context length; empty
   * when the title is null, blank or has no tokens. Accepts any string: control characters are
   * text, unpaired surrogates become U+FFFD.
   */
  public int[] encode(String title) {
    if (title == null || title.isBlank()) {
      return NOTHING;
    }
    int[] ids = encodeFramed(title);
    return ids.length <= FRAME ? NOTHING : ids;
  }

  /**
   * Returns the token ids like {@link #encode}, but a text without tokens consists of start and
   * end, as in CLIP.
   */
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
