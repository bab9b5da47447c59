package io.cmaclip.model.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Architecture;
import java.util.Map;

/** {@code clip.json}. */
final class ClipJson {
  private ClipJson() {}

  static ObjectNode write(ClipEncoders encoders, Map<String, String> sums) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("name", encoders.name());
    root.setAll(
        Architecture.encodersToJson(encoders.image(), encoders.text(), encoders.projection()));
    root.putObject("endOfText")
        .put("highestId", encoders.endOfText().highestId())
        .put("id", encoders.endOfText().id());
    ObjectNode files = root.putObject("files");
    sums.forEach(files::put);
    return root;
  }

  static ClipEncoders read(JsonNode root) {
    return new ClipEncoders(
        root.path("name").asText(),
        Architecture.imageFromJson(root.path("image")),
        Architecture.textFromJson(root.path("text")),
        root.path("projection").asInt(),
        new EndOfText(
            root.path("endOfText").path("highestId").asBoolean(),
            root.path("endOfText").path("id").asInt()));
  }
}
