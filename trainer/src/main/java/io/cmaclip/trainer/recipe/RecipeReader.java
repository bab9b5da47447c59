package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads recipes. A file may name a preset under {@code "preset"}; its other keys then override the
 * preset's: objects key by key, stages by name.
 */
public final class RecipeReader {
  /**
   * Recipes that come with the trainer. {@code paper} and {@code paper-single} are the settings of
   * Liu et al. (2021), section 4.2, for several tasks and for one: constant learning rates, neither
   * clipping nor augmentation, cross-entropy alone; AdamW replaces the paper's Adam, whose weight
   * decay would enter the running means of the gradients. They need pretrained CLIP encoders.
   */
  public static final List<String> PRESETS =
      List.of("fashion", "fashion-conv", "garments", "paper", "paper-single");

  private static final String PRESET = "preset";

  /**
   * Reads a preset by name, or a file by path.
   *
   * @throws UserException when neither exists, or a key is unknown, missing or out of range
   */
  public Recipe read(String presetOrFile) {
    String source = PRESETS.contains(presetOrFile) ? "preset " + presetOrFile : presetOrFile;
    return resolve(source, given(presetOrFile));
  }

  /**
   * The JSON object of a file, or a reference to a preset; presets are not resolved.
   *
   * @throws UserException when neither exists, or the file is not a JSON object
   */
  public ObjectNode given(String presetOrFile) {
    if (PRESETS.contains(presetOrFile)) {
      return JsonNodeFactory.instance.objectNode().put(PRESET, presetOrFile);
    }
    Path file = Path.of(presetOrFile);
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "--config "
              + presetOrFile
              + ": no such file, and not a preset ("
              + String.join(", ", PRESETS)
              + ")");
    }
    return object(file);
  }

  /**
   * The JSON object in a file.
   *
   * @throws UserException when the file is not a JSON object
   */
  public ObjectNode object(Path file) {
    return Json.read(file, ObjectNode.class);
  }

  /** Applies changes to a recipe as a file applies them to a preset. */
  public static ObjectNode changed(ObjectNode given, ObjectNode changes) {
    return merge(given.deepCopy(), changes.deepCopy());
  }

  /**
   * Resolves presets and checks the recipe.
   *
   * @param source name for error messages
   * @param given recipe, which may name a preset
   * @throws UserException when a key is unknown, missing or out of range
   */
  public Recipe resolve(String source, ObjectNode given) {
    ObjectNode changes = given.deepCopy();
    JsonNode base = changes.remove(PRESET);
    ObjectNode whole = base == null ? changes : merge(preset(base.asText()), changes);
    try {
      return Json.read(whole, Recipe.class);
    } catch (IllegalArgumentException e) {
      throw new UserException(source + ": " + e.getMessage(), e);
    }
  }

  private ObjectNode preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new UserException(
          "preset = " + name + ": must be one of " + String.join(", ", PRESETS));
    }
    return Json.resource(RecipeReader.class, name + ".json", ObjectNode.class);
  }

  private static ObjectNode merge(ObjectNode base, ObjectNode changes) {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      JsonNode old = base.get(change.getKey());
      boolean byName = old != null && old.isArray() && change.getValue().isObject();
      if (change.getKey().equals("stages") && byName) {
        change.getValue().properties().forEach(stage -> mergeStage(base, stage));
      } else if (old instanceof ObjectNode oldObject
          && change.getValue() instanceof ObjectNode newObject) {
        merge(oldObject, newObject);
      } else {
        base.set(change.getKey(), change.getValue());
      }
    }
    return base;
  }

  private static void mergeStage(ObjectNode recipe, Map.Entry<String, JsonNode> change) {
    for (JsonNode stage : recipe.path("stages")) {
      if (stage.path("name").asText().equals(change.getKey())
          && change.getValue() instanceof ObjectNode settings) {
        merge((ObjectNode) stage, settings);
        return;
      }
    }
    throw new UserException("stages." + change.getKey() + ": the preset has no stage of this name");
  }
}
