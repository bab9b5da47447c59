package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.DecidedLabels;
import io.cmaclip.trainer.data.ListingReader;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.ValidationCut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Training and validation listings. Close it when their images are no longer needed.
 *
 * @param read data sets that the listings come from
 * @param decided listings of reviewers, which are among the training listings; null for none
 * @param limits cache limits that remain for other uses
 */
record Splits(
    List<RawListing> training,
    List<RawListing> validation,
    List<ListingReader.Contents> read,
    ListingReader.Contents decided,
    CacheLimits limits)
    implements AutoCloseable {
  private static final double VALIDATION_SHARE = 0.1;

  /** The metadata file that {@code collect} writes. */
  static final String DECIDED = "metadata.jsonl";

  /**
   * Reads both splits.
   *
   * @throws UserException when listings cannot be used, or too many images are missing
   */
  static Splits read(TrainingRequest request, MetadataOptions metadata, ImageEncoder image)
      throws InterruptedException {
    TrainingRequest.ListingPaths paths = request.listings();
    Path decisions = request.decisions();
    CacheLimits limits = request.options().cache();
    List<ListingReader.Contents> read = new ArrayList<>();
    ListingReader.Contents decided = null;
    try {
      read.add(reader(paths, image, limits).read(paths.training(), metadata));
      checkImages(paths.training(), read.get(0), paths.missingImages());
      limits = limits.beside(read.get(0).cache());
      List<RawListing> training = read.get(0).listings();
      List<RawListing> validation;
      if (paths.validation() == null) {
        ValidationCut cut = ValidationCut.of(training, VALIDATION_SHARE, request.options().seed());
        training = cut.training();
        validation = cut.validation();
      } else {
        read.add(reader(paths, image, limits).read(paths.validation(), metadata));
        checkImages(paths.validation(), read.get(1), paths.missingImages());
        limits = limits.beside(read.get(1).cache());
        validation = read.get(1).listings();
      }
      if (decisions != null) {
        decided = reader(paths, image, limits).read(decisions, decided(metadata));
        limits = limits.beside(decided.cache());
        training = DecidedLabels.into(training, decided.listings());
        validation = DecidedLabels.without(decided.listings(), validation);
      }
      return new Splits(training, validation, read, decided, limits);
    } catch (RuntimeException | InterruptedException e) {
      read.forEach(ListingReader.Contents::close);
      Optional.ofNullable(decided).ifPresent(ListingReader.Contents::close);
      throw e;
    }
  }

  private static MetadataOptions decided(MetadataOptions metadata) {
    MetadataOptions all = MetadataOptions.of(DECIDED);
    if (metadata.fields() == null) {
      return all;
    }
    Set<String> fields = new HashSet<>(metadata.fields());
    fields.add(MetadataOptions.NOT_APPLICABLE);
    return all.withFields(fields);
  }

  private static ListingReader reader(
      TrainingRequest.ListingPaths paths, ImageEncoder image, CacheLimits limits) {
    return new ListingReader(image, paths.skipBadRows(), limits, paths.imageDecode());
  }

  /** A model that is trained without its images would ignore images without any error. */
  private static void checkImages(Path path, ListingReader.Contents contents, double share) {
    int lost = contents.missing() + contents.unreadable();
    if (lost > share * contents.images()) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s: of %,d images %,d are missing%s and %,d unreadable, more than"
                  + " --max-missing-images %s allows; paths of images are relative to %s",
              path,
              contents.images(),
              contents.missing(),
              contents.missing() == 0 ? "" : " (the first: " + contents.firstMissing() + ")",
              contents.unreadable(),
              share,
              contents.folder().metadata()));
    }
  }

  /** Metadata file of the training listings. */
  String metadata() {
    return read.get(0).folder().metadata();
  }

  /** Metadata file of the validation listings. */
  String validationMetadata() {
    return read.get(read.size() - 1).folder().metadata();
  }

  /** One line: listings per split, skipped rows, missing and unreadable images, cache use. */
  String summary() {
    StringBuilder summary = new StringBuilder();
    summary.append(
        String.format(
            Locale.ROOT,
            "%,d training and %,d validation listings",
            training.size(),
            validation.size()));
    read.forEach(contents -> summary.append(remarks(contents)));
    if (decided != null) {
      summary.append(
          String.format(Locale.ROOT, "; %,d decided listings", decided.listings().size()));
      summary.append(remarks(decided));
    }
    return summary.toString();
  }

  private static String remarks(ListingReader.Contents contents) {
    StringBuilder remarks = new StringBuilder();
    if (contents.badRows() > 0) {
      remarks.append(", ").append(contents.badRows()).append(" bad rows skipped (the first: ");
      remarks.append(contents.firstProblem()).append(')');
    }
    if (contents.missing() > 0) {
      remarks.append(", ").append(contents.missing()).append(" images missing");
    }
    if (contents.unreadable() > 0) {
      remarks.append(", ").append(contents.unreadable()).append(" unreadable images");
    }
    if (contents.cache().disk() > 0) {
      remarks.append(", images on disk: ").append(contents.cache().disk() >> 20).append(" MiB");
    }
    if (contents.cache().missing() > 0) {
      remarks
          .append(", decoded on each use: ")
          .append(contents.cache().missing())
          .append(" images");
    }
    return remarks.toString();
  }

  @Override
  public void close() {
    read.forEach(ListingReader.Contents::close);
    Optional.ofNullable(decided).ifPresent(ListingReader.Contents::close);
  }
}
