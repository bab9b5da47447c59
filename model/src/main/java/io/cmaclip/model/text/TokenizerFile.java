package io.cmaclip.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.files.Json;
import java.io.IOException;

/** Prepares a {@code tokenizer.json} for {@link ListingTokenizer}. */
final class TokenizerFile {
  private TokenizerFile() {}

  /**
   * Removes truncation and padding. For {@link SpecialTokens#PLAIN} also removes the added tokens,
   * so that no text matches them; the post-processor still adds start and end of text by id.
   */
  static byte[] prepare(byte[] file, SpecialTokens special) throws IOException {
    JsonNode root = Json.read(file, JsonNode.class);
    if (!(root instanceof ObjectNode tokenizer) || !tokenizer.path("model").isObject()) {
      throw new IllegalArgumentException(
          "tokenizer is not a Hugging Face tokenizer.json: no model in it");
    }
    tokenizer.putNull("truncation");
    tokenizer.putNull("padding");
    if (special == SpecialTokens.PLAIN) {
      tokenizer.putArray("added_tokens");
    }
    return Json.bytes(tokenizer);
  }
}
