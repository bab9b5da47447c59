package io.cmaclip.trainer.job;

import io.cmaclip.trainer.cache.CacheLimits;
import java.nio.file.Path;

/**
 * What to train, of what, and where to.
 *
 * @param config a preset's name, or a file with a recipe
 * @param encoders a bundle or an imported CLIP to start from; null to start from nothing
 * @param out bundle to write; checkpoints lie beside it while it is being made
 */
public record TrainingRequest(
    ListingPaths listings, String config, Path encoders, Path out, Options options) {
  /**
   * Where the listings are.
   *
   * @param training folder or zip in ImageFolder form
   * @param validation likewise; null to hold out a tenth of the training listings
   * @param metadata name of the metadata file in both
   * @param skipBadRows whether bad rows are counted and left out; otherwise the first ends the run
   */
  public record ListingPaths(
      Path training, Path validation, String metadata, boolean skipBadRows) {}

  /**
   * How to run.
   *
   * @param noiseShare share of the validation listings whose image and title do not belong
   *     together, 0 to 0.5; null to estimate it
   * @param cache limits of decoded images and outputs of frozen encoders together
   * @param resume whether a killed run of the same request is gone on with
   * @param evaluate whether the bundle is evaluated on the validation listings
   */
  public record Options(
      long seed, Double noiseShare, CacheLimits cache, boolean resume, boolean evaluate) {}

  /** Where checkpoints are until the bundle is written. */
  Path work() {
    return out.resolveSibling(out.getFileName() + ".training");
  }

  /** What the validation listings are called in the bundle's profile. */
  String validationName() {
    String name =
        listings.validation() == null
            ? "a tenth of " + listings.training().getFileName()
            : listings.validation().getFileName().toString();
    return name + ", " + listings.metadata();
  }
}
