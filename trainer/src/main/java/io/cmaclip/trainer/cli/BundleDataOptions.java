package io.cmaclip.trainer.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that run a bundle over a data set. */
final class BundleDataOptions {
  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The model's bundle.")
  private Path bundle;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Mixin private DataSetOptions dataSet;

  @Mixin private ImageDecodeOption imageDecode;

  Path data() {
    return data;
  }

  Bundle openBundle() {
    return Bundle.open(bundle);
  }

  /** Opens the data set without its labels. */
  ListingFolder open() {
    return dataSet.openUnlabelled(data);
  }

  /** Opens a data set with the labels of the model's tasks and the field {@code noise}. */
  ListingFolder open(Path path, Bundle model) {
    List<String> fields =
        Stream.concat(model.manifest().tasks().stream().map(BundleTask::name), Stream.of("noise"))
            .toList();
    return ListingFolder.open(path, dataSet.options().withFields(fields));
  }

  /** Opens the data set with the preprocessing of the bundle's model. */
  BundleListings open(Bundle model) throws IOException {
    ListingFolder folder = open(data, model);
    try {
      return BundleListings.of(
          preprocessor(model), folder, data.getFileName() + ", " + folder.metadata());
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Opens the preprocessing of a bundle's model; the caller closes it. */
  ListingPreprocessor preprocessor(Bundle model) throws IOException {
    return model.preprocessor(
        ImageLimits.DEFAULT, imageDecode.orElse(model.manifest().imageDecode()));
  }

  /**
   * The same for a data set that must have listings.
   *
   * @throws UserException when it has none
   */
  BundleListings openSome(Bundle model) throws IOException {
    BundleListings listings = open(model);
    if (listings.source().size() == 0) {
      listings.close();
      throw new UserException(
          data + ": " + listings.folder().metadata() + " has no listing to measure on");
    }
    return listings;
  }
}
