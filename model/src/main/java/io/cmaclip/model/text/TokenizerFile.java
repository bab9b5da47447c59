package io.cmaclip.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A tokenizer.json, brought to the form that titles are read with. */
final class TokenizerFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFile() {}

  /**
   * The file without truncation and padding of its own. With {@link SpecialTokens#PLAIN} its added
   * tokens are taken out, so that nothing in a text can match them; start and end of text still
   * come from the post-processor, which knows them by id.
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
          "tokenizer is not in the form of a Hugging Face tokenizer.json: no model in it");
    }
    tokenizer.putNull("truncation");
    tokenizer.putNull("padding");
    if (special == SpecialTokens.PLAIN) {
      tokenizer.putArray("added_tokens");
    }
    return JSON.writeValueAsBytes(tokenizer);
  }
}
