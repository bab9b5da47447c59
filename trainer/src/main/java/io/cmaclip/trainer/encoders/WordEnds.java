package io.cmaclip.trainer.encoders;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.util.BitSet;
import java.util.Map;

/** Finds the word-final tokens of a Hugging Face {@code tokenizer.json}. */
final class WordEnds {
  private WordEnds() {}

  /**
   * Ids of the tokens with the byte-pair model's end-of-word suffix; all tokens if the model has no
   * such suffix.
   *
   * @param name file name for error messages
   * @throws UserException when the file is not JSON or has no vocabulary
   */
  static BitSet of(byte[] tokenizer, String name) {
    JsonNode model;
    try {
      model = Json.read(tokenizer, JsonNode.class).path("model");
    } catch (IllegalArgumentException e) {
      throw new UserException(name + ": " + e.getMessage(), e);
    }
    if (!model.path("vocab").isObject()) {
      throw new UserException(name + ": model.vocab is missing or not an object of tokens and ids");
    }
    String suffix = model.path("end_of_word_suffix").asText("");
    BitSet ends = new BitSet();
    for (Map.Entry<String, JsonNode> token : model.path("vocab").properties()) {
      if (token.getKey().endsWith(suffix)) {
        ends.set(token.getValue().asInt());
      }
    }
    return ends;
  }
}
