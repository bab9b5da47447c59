package io.cmaclip.trainer.cli;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.trainer.drift.Answers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip profile}. */
@Command(
    name = "profile",
    description = {
      "Measures what a bundle answers on its validation listings, and keeps it in the bundle.",
      "",
      "The service compares the stream with it and raises an alarm when the two drift apart. Training"
          + " does this by itself; the command is for bundles without a profile, and for a new one"
          + " after the stream has changed for good. The model stays as it is; the bundle's"
          + " fingerprint changes."
    })
final class ProfileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The bundle, which gets the file profile.json.")
  private Path bundleFolder;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description =
          "Listings that the model was not trained on, as they usually come: a folder or zip in"
              + " ImageFolder form. Labels are not needed.")
  private Path data;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = ListingFolder.DEFAULT_METADATA,
      description = "Its metadata file. Default: ${DEFAULT-VALUE}.")
  private String metadata;

  @Mixin private PredictorOptions predictorOptions;

  @Option(names = "--json", description = "Prints a JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = predictorOptions.workers();
    Bundle bundle = Bundle.open(bundleFolder);
    ValidationProfile profile;
    try (BundleListings listings = BundleListings.open(bundle, data, metadata)) {
      profile =
          Answers.profile(
              bundle, listings.source(), listings.name(), predictorOptions.settings(), workers);
    } catch (IllegalArgumentException e) {
      throw new UserException(data + ": " + metadata + ": " + e.getMessage(), e);
    }
    report(bundle, BundleWriter.addProfile(bundle, profile));
    return 0;
  }

  private void report(Bundle before, Bundle after) {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        "profile of %,d listings in %s; fingerprint %s, was %s%n",
        after.profile().listings(),
        bundleFolder,
        after.fingerprint().substring(0, 12),
        before.fingerprint().substring(0, 12));
    print.flush();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("bundle", bundleFolder.toString());
      result.put("listings", after.profile().listings());
      result.put("fingerprint", after.fingerprint());
      result.put("former", before.fingerprint());
      JsonOutput.print(print, result);
    }
  }
}
