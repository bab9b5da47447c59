package io.cmaclip.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Prepares a {@code tokenizer.json} for {@link ListingTokenizer}. */
final class TokenizerFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFile() {}

  /**
   * Removes truncation and padding. For {@link SpecialTokens#PLAIN} also removes the added tokens,
   * so that no text matches them; the post-processor still adds start and end of text by id.
   */
  static byte[] prepare(byte[] file, SpecialTokens special) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(file);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("tokenizer is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!(root instanceof ObjectNode tokenizer) || !tokenizer.path("model").isObject()) {
      throw new IllegalArgumentException(
          "tokenizer is not a Hugging Face tokenizer.json: no model in it");
    }
    tokenizer.putNull("truncation");
    tokenizer.putNull("padding");
    if (special == SpecialTokens.PLAIN) {
      tokenizer.putArray("added_tokens");
    }
    return JSON.writeValueAsBytes(tokenizer);
  }
}
