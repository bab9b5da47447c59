package io.cmaclip.trainer.job;

import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.trainer.cache.CacheLimits;
import java.nio.file.Path;
import java.util.List;

/**
 * What to train, from which listings, and where to write the bundle.
 *
 * @param decisions folder of {@code collect} to train on in addition; null for none
 * @param config a preset's name, or a file with a recipe
 * @param models what the run learns from besides the listings
 * @param out bundle to write; checkpoints are kept beside it until it is written
 */
public record TrainingRequest(
    ListingPaths listings,
    Path decisions,
    String config,
    Models models,
    Path out,
    Options options) {
  /**
   * Where the listings are.
   *
   * @param training folder or zip in ImageFolder form
   * @param validation likewise; null to hold out a tenth of the training listings
   * @param metadata columns to read of both
   * @param skipBadRows whether bad rows are counted and left out; otherwise the first ends the run
   * @param missingImages largest share of the images that may be missing or unreadable, 0 to 1
   * @param imageDecode how images are decoded; the bundle records it
   */
  public record ListingPaths(
      Path training,
      Path validation,
      MetadataOptions metadata,
      boolean skipBadRows,
      double missingImages,
      DecodeMode imageDecode) {}

  /**
   * Trained models that help.
   *
   * @param encoders a bundle or an imported CLIP to start from; null to start from random weights
   * @param image a bundle with the image encoder to start from; null for that of {@code encoders}
   *     or random weights
   * @param teachers bundles whose answers the model learns (distillation); empty for none
   */
  public record Models(Path encoders, Path image, List<Path> teachers) {
    public Models {
      teachers = List.copyOf(teachers);
    }
  }

  /**
   * How to run.
   *
   * @param tasks fields to learn, in order; empty = as the recipe says
   * @param noiseShare share of the validation listings whose image and title do not match, 0 to
   *     0.5; null to estimate it
   * @param cache shared limits of the caches of decoded images and of frozen encoders' outputs
   * @param resume whether to continue a killed run of the same request
   * @param evaluate whether to evaluate the bundle on the validation listings
   */
  public record Options(
      List<String> tasks,
      long seed,
      Double noiseShare,
      CacheLimits cache,
      boolean resume,
      boolean evaluate) {}

  /** Folder of the checkpoints until the bundle is written. */
  Path work() {
    return out.resolveSibling(out.getFileName() + ".training");
  }

  /**
   * Name of the validation listings in the bundle's profile.
   *
   * @param metadata name of their metadata file
   */
  String validationName(String metadata) {
    String name =
        listings.validation() == null
            ? "a tenth of " + listings.training().getFileName()
            : listings.validation().getFileName().toString();
    return name + ", " + metadata;
  }
}
