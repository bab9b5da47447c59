package io.cmaclip.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Values of a JSON file whose missing and null keys have defaults.
 *
 * @param name of the file and of the object in it, for messages
 */
record ConfigFields(String name, JsonNode node) {
  /**
   * A file of a folder.
   *
   * @throws UserException when it is missing or holds no JSON object
   */
  static ConfigFields of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          file + " is missing: is this a CLIP model as save_pretrained writes it?");
    }
    try {
      JsonNode node = new ObjectMapper().readTree(file.toFile());
      if (node == null || !node.isObject()) {
        throw new UserException(file + ": must be a JSON object");
      }
      return new ConfigFields(file + ": ", node);
    } catch (IOException e) {
      String first = e.getMessage().lines().findFirst().orElse("");
      throw new UserException(file + ": not readable as JSON: " + first, e);
    }
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The object under a key; an empty one where it is missing. */
  ConfigFields object(String key) {
    JsonNode value = node.path(key);
    if (has(key) && !value.isObject()) {
      throw refused(key, "must be an object");
    }
    return new ConfigFields(name + key + ".", value);
  }

  int integer(String key, int absent) {
    if (!has(key)) {
      return absent;
    }
    JsonNode value = node.get(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw refused(key, "must be a whole number");
    }
    return value.intValue();
  }

  double number(String key, double absent) {
    if (!has(key)) {
      return absent;
    }
    if (!node.get(key).isNumber()) {
      throw refused(key, "must be a number");
    }
    return node.get(key).doubleValue();
  }

  boolean bool(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    if (!node.get(key).isBoolean()) {
      throw refused(key, "must be true or false");
    }
    return node.get(key).booleanValue();
  }

  String text(String key, String absent) {
    return has(key) ? node.get(key).asText() : absent;
  }

  UserException refused(String key, String rule) {
    return new UserException(name + key + " = " + node.path(key) + ": " + rule);
  }
}
