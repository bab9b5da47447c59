package io.cmaclip.trainer.encoders;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.util.BitSet;
import java.util.Map;

/** Tells from a Hugging Face {@code tokenizer.json} which tokens end a word. */
final class WordEnds {
  private WordEnds() {}

  /**
   * Ids of the tokens with the suffix that the byte-pair model puts at the end of words; of all its
   * tokens where it has no such suffix.
   *
   * @param name of the file, for errors
   * @throws UserException when it is not readable as JSON, or has no vocabulary of this kind
   */
  static BitSet of(byte[] tokenizer, String name) {
    JsonNode model;
    try {
      model = Json.read(tokenizer, JsonNode.class).path("model");
    } catch (IllegalArgumentException e) {
      throw new UserException(name + ": " + e.getMessage(), e);
    }
    if (!model.path("vocab").isObject()) {
      throw new UserException(name + ": model.vocab is missing, or no map of tokens to ids");
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
