package io.cmaclip.trainer.stages;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.trainer.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a checkpoint belongs to a run. */
final class RunIdentity {
  private RunIdentity() {}

  /** A hash over recipe, architecture, start, seed and every listing. */
  static String of(
      Recipe recipe, Architecture architecture, TrainingData data, Start start, long seed) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(
          (recipe + " " + architecture + " " + seed + " " + data.tasks() + start.identity())
              .getBytes(StandardCharsets.UTF_8));
      hash.update(data.training().digest());
      hash.update(data.validation().digest());
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
