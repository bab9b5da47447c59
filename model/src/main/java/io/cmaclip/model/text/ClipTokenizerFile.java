package io.cmaclip.model.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.files.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A Hugging Face {@code tokenizer.json} of CLIP's kind, made of its vocabulary and merges. */
public final class ClipTokenizerFile {
  /** First token of each text. */
  public static final String START = "<|startoftext|>";

  /** Last token of each text. */
  public static final String END = "<|endoftext|>";

  private ClipTokenizerFile() {}

  /**
   * Content of the file.
   *
   * @param vocabulary ids by token, start and end among them
   * @param merges pairs of tokens, in their order; each a list of two, or two with a blank between
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
