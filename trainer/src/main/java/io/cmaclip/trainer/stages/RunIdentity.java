package io.cmaclip.trainer.stages;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.Recipe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a checkpoint belongs to a run. */
final class RunIdentity {
  private RunIdentity() {}

  /** A hash over recipe, architecture, seed and every training listing. */
  static String of(Recipe recipe, Architecture architecture, TrainingData data, long seed) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(
          (recipe + " " + architecture + " " + seed + " " + data.tasks())
              .getBytes(StandardCharsets.UTF_8));
      add(hash, data.training(), data.tasks().size());
      add(hash, data.validation(), data.tasks().size());
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest hash, ListingSet listings, int tasks) {
    for (int i = 0; i < listings.size(); i++) {
      if (listings.pixels(i) != null) {
        hash.update(listings.pixels(i));
      }
      hash.update(listings.title(i).getBytes(StandardCharsets.UTF_8));
      ByteBuffer labels = ByteBuffer.allocate(4 * tasks);
      for (int task = 0; task < tasks; task++) {
        labels.putInt(listings.label(i, task));
      }
      hash.update(labels.array());
    }
  }
}
