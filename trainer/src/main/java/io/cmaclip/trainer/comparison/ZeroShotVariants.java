package io.cmaclip.trainer.comparison;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import io.cmaclip.trainer.recipe.Stage;
import java.util.Comparator;

/**
 * Zero-shot CLIP as a variant of a recipe: with the given encoders, and after contrastive training
 * on the same pairs for the total number of epochs of the recipe. The heads are not trained; the
 * recipe names the cheapest fusion because it must name one.
 */
final class ZeroShotVariants {
  /** Encoders as given. */
  static final String RAW = "zero-shot";

  /** Encoders trained on the pairs. */
  static final String FINE_TUNED = "zero-shot-fine-tuned";

  private ZeroShotVariants() {}

  static ObjectNode raw(ObjectNode given) {
    ObjectNode change = change(given);
    change.putArray("stages");
    return RecipeReader.changed(given, change);
  }

  /**
   * One contrastive stage with the settings of the recipe's contrastive stage, or else of its first
   * stage that trains the encoders.
   */
  static ObjectNode fineTuned(ObjectNode given, Recipe recipe) {
    Stage like =
        recipe.stages().stream()
            .filter(stage -> stage.learningRate(ParameterGroup.CLIP) > 0)
            .min(Comparator.comparing(stage -> stage.objective() != Objective.CONTRASTIVE))
            .orElseThrow(
                () -> new IllegalArgumentException("no stage of the recipe trains the encoders"));
    ObjectNode change = change(given);
    ObjectNode stage = change.putArray("stages").addObject();
    stage.put("name", "contrastive").put("objective", "contrastive");
    stage.put("epochs", recipe.stages().stream().mapToInt(Stage::epochs).sum());
    stage.put("batch", like.batch());
    stage.putObject("learningRates").put("clip", like.learningRate(ParameterGroup.CLIP));
    stage.put("warmUp", like.warmUp()).put("lastRate", like.lastRate());
    return RecipeReader.changed(given, change);
  }

  private static ObjectNode change(ObjectNode given) {
    ObjectNode change = given.objectNode();
    change.putObject("architecture").put("fusion", "clip-sum");
    return change;
  }
}
