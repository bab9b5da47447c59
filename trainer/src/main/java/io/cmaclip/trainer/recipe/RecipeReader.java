package io.cmaclip.trainer.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads recipes. A file may name a preset under {@code "preset"}; its other keys then replace the
 * preset's, objects key by key, and stages by name.
 */
public final class RecipeReader {
  /**
   * Recipes that come with the trainer. {@code paper} and {@code paper-single} are the settings of
   * Liu et al. (2021), section 4.2, for several tasks and for one: constant learning rates, neither
   * clipping nor augmentation, cross-entropy alone; AdamW stands for the paper's Adam, whose weight
   * decay would pass through the running means. They start from CLIP's encoders.
   */
  public static final List<String> PRESETS =
      List.of("fashion", "garments", "paper", "paper-single");

  private static final String PRESET = "preset";

  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .registerModule(
              new SimpleModule()
                  .addDeserializer(Architecture.class, new ArchitectureDeserializer()));

  /**
   * A preset by its name, or a file by its path.
   *
   * @throws UserException when neither exists, or a key is unknown, missing or out of range
   */
  public Recipe read(String presetOrFile) {
    String source = PRESETS.contains(presetOrFile) ? "preset " + presetOrFile : presetOrFile;
    return resolve(source, given(presetOrFile));
  }

  /**
   * What a preset's name or a file says, with the name of a preset in place of its content.
   *
   * @throws UserException when neither exists, or the file is no JSON object
   */
  public ObjectNode given(String presetOrFile) {
    if (PRESETS.contains(presetOrFile)) {
      return json.createObjectNode().put(PRESET, presetOrFile);
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
   * @throws UserException when there is none
   */
  public ObjectNode object(Path file) {
    try {
      if (json.readTree(file.toFile()) instanceof ObjectNode object) {
        return object;
      }
      throw new UserException(file + ": must be a JSON object");
    } catch (IOException e) {
      throw new UserException(file + ": not readable as JSON: " + firstLine(e), e);
    }
  }

  /** What is given, with changes as a file makes them to a preset. */
  public static ObjectNode changed(ObjectNode given, ObjectNode changes) {
    return merge(given.deepCopy(), changes.deepCopy());
  }

  /**
   * The recipe that is given.
   *
   * @param source what to name in refusals
   * @param given may name a preset
   * @throws UserException when a key is unknown, missing or out of range
   */
  public Recipe resolve(String source, ObjectNode given) {
    ObjectNode changes = given.deepCopy();
    JsonNode base = changes.remove(PRESET);
    ObjectNode whole = base == null ? changes : merge(preset(base.asText()), changes);
    try {
      return json.treeToValue(whole, Recipe.class);
    } catch (JsonMappingException e) {
      throw new UserException(source + ": " + problem(e), e);
    } catch (IOException e) {
      throw new UserException(source + ": " + firstLine(e), e);
    }
  }

  private ObjectNode preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new UserException(
          "preset = " + name + ": must be one of " + String.join(", ", PRESETS));
    }
    try (InputStream in = RecipeReader.class.getResourceAsStream(name + ".json")) {
      return (ObjectNode) json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Key and reason; the checks of our own records name their key themselves. */
  private static String problem(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return firstLine(refused);
    }
    String key =
        e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
            .collect(Collectors.joining("."));
    String reason = e.getOriginalMessage().lines().findFirst().orElse("");
    return key + (reason.startsWith("Cannot map `null`") ? " is missing" : ": " + reason);
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static final class ArchitectureDeserializer extends StdDeserializer<Architecture> {
    ArchitectureDeserializer() {
      super(Architecture.class);
    }

    @Override
    public Architecture deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Architecture.fromJson(context.readTree(parser));
    }
  }
}
