package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.trainer.recipe.RecipeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One recipe of a comparison.
 *
 * @param name letters, digits, {@code -}, {@code _} and {@code .}; part of file names
 * @param recipe as in a file: may name a preset
 * @param prompts templates for zero-shot answers; empty = the heads answer
 */
public record Variant(String name, ObjectNode recipe, List<String> prompts) {
  /** Names of the zero-shot variants. */
  public static final List<String> ZERO_SHOT =
      List.of(ZeroShotVariants.RAW, ZeroShotVariants.FINE_TUNED);

  public Variant {
    prompts = List.copyOf(prompts);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,60}")) {
      throw new UserException(
          "variant \""
              + name
              + "\": the name must be letters, digits, '-', '_' and '.', at most 61");
    }
  }

  /**
   * One variant of a recipe for each fusion.
   *
   * @param config a preset or a file
   * @param fusions names of fusions and of {@link #ZERO_SHOT} variants
   * @param prompts for the zero-shot variants
   * @throws UserException when a recipe is invalid, with the variant's name
   */
  public static List<Variant> ofFusions(String config, List<String> fusions, List<String> prompts) {
    RecipeReader reader = new RecipeReader();
    ObjectNode given = reader.given(config);
    List<Variant> variants = new ArrayList<>();
    for (String fusion : fusions) {
      if (ZERO_SHOT.contains(fusion)) {
        variants.add(zeroShot(reader, fusion, config, given, prompts));
        continue;
      }
      ObjectNode change = given.objectNode();
      change.putObject("architecture").put("fusion", fusion);
      variants.add(checked(reader, fusion, RecipeReader.changed(given, change), List.of()));
    }
    return variants;
  }

  private static Variant zeroShot(
      RecipeReader reader, String name, String config, ObjectNode given, List<String> prompts) {
    try {
      ObjectNode recipe =
          name.equals(ZeroShotVariants.RAW)
              ? ZeroShotVariants.raw(given)
              : ZeroShotVariants.fineTuned(given, reader.resolve(config, given));
      return checked(reader, name, recipe, prompts);
    } catch (IllegalArgumentException e) {
      throw new UserException("variant " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The variants of a file: {@code {"NAME": {changes of the recipe}, ...}}.
   *
   * @param config a preset or a file
   * @throws UserException when a recipe is invalid, with the variant's name
   */
  public static List<Variant> ofFile(String config, Path file) {
    RecipeReader reader = new RecipeReader();
    ObjectNode given = reader.given(config);
    List<Variant> variants = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : reader.object(file).properties()) {
      if (!(entry.getValue() instanceof ObjectNode changes)) {
        throw new UserException(
            file + ": " + entry.getKey() + ": must be a JSON object of changes");
      }
      variants.add(
          checked(reader, entry.getKey(), RecipeReader.changed(given, changes), List.of()));
    }
    return variants;
  }

  private static Variant checked(
      RecipeReader reader, String name, ObjectNode recipe, List<String> prompts) {
    reader.resolve("variant " + name, recipe);
    return new Variant(name, recipe, prompts);
  }
}
