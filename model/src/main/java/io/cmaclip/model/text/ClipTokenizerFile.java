package io.cmaclip.model.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.files.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Builds a Hugging Face {@code tokenizer.json} of CLIP's type from vocabulary and merges. */
public final class ClipTokenizerFile {
  /** First token of each text. */
  public static final String START = "<|startoftext|>";

  /** Last token of each text. */
  public static final String END = "<|endoftext|>";

  private ClipTokenizerFile() {}

  /**
   * Returns the content of the file.
   *
   * @param vocabulary ids by token, including start and end
   * @param merges pairs of tokens in order; each a list of two, or two separated by a blank
   */
  public static byte[] of(Map<String, Integer> vocabulary, List<?> merges) throws IOException {
    ObjectNode file = Json.resource(ClipTokenizerFile.class, "tokenizer.json", ObjectNode.class);
    int start = vocabulary.get(START);
    int end = vocabulary.get(END);
    ((ObjectNode) file.at("/added_tokens/0")).put("id", start);
    ((ObjectNode) file.at("/added_tokens/1")).put("id", end);
    ((ArrayNode) file.at("/post_processor/sep")).add(end);
    ((ArrayNode) file.at("/post_processor/cls")).add(start);
    ObjectNode model = (ObjectNode) file.get("model");
    model.set("vocab", Json.tree(vocabulary));
    model.set("merges", Json.tree(merges));
    return Json.bytes(file);
  }
}
