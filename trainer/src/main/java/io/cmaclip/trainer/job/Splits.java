package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingReader;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.ValidationCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Training and validation listings. Close it when their images are no longer needed.
 *
 * @param read data sets that the listings come from
 * @param limits cache limits that remain for other uses
 */
record Splits(
    List<RawListing> training,
    List<RawListing> validation,
    List<ListingReader.Contents> read,
    CacheLimits limits)
    implements AutoCloseable {
  private static final double VALIDATION_SHARE = 0.1;

  static Splits read(TrainingRequest request, ImageEncoder image) throws InterruptedException {
    TrainingRequest.ListingPaths paths = request.listings();
    CacheLimits limits = request.options().cache();
    List<ListingReader.Contents> read = new ArrayList<>();
    try {
      read.add(
          new ListingReader(image, paths.skipBadRows(), limits)
              .read(paths.training(), paths.metadata()));
      limits = limits.beside(read.get(0).cache());
      if (paths.validation() == null) {
        ValidationCut cut =
            ValidationCut.of(read.get(0).listings(), VALIDATION_SHARE, request.options().seed());
        return new Splits(cut.training(), cut.validation(), read, limits);
      }
      read.add(
          new ListingReader(image, paths.skipBadRows(), limits)
              .read(paths.validation(), paths.metadata()));
      limits = limits.beside(read.get(1).cache());
      return new Splits(read.get(0).listings(), read.get(1).listings(), read, limits);
    } catch (RuntimeException | InterruptedException e) {
      read.forEach(ListingReader.Contents::close);
      throw e;
    }
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
  }
}
