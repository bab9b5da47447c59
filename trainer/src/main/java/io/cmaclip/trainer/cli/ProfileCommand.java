package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.trainer.drift.Answers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmaclip profile}. */
@Command(
    name = "profile",
    description = {
      "Measures a bundle's answers to its validation listings and stores the profile in the"
          + " bundle.",
      "",
      "The service compares the stream with the profile and raises an alarm on drift. Training"
          + " writes a profile; use this command for bundles without one, or after a permanent"
          + " change of the stream. The model stays unchanged; the bundle's fingerprint"
          + " changes. Use listings that the model was not trained on and that represent the"
          + " stream; labels are not needed."
    })
final class ProfileCommand implements Callable<Integer> {
  @Mixin private BundleDataOptions input;

  @Mixin private PredictorOptions predictorOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = predictorOptions.workers();
    Bundle bundle = input.openBundle();
    ValidationProfile profile;
    try (BundleListings listings = input.open(bundle)) {
      profile =
          Answers.profile(
              bundle, listings.source(), listings.name(), predictorOptions.settings(), workers);
    } catch (IllegalArgumentException e) {
      throw new UserException(input.data() + ": " + e.getMessage(), e);
    }
    report(bundle, BundleWriter.addProfile(bundle, profile));
    return 0;
  }

  private void report(Bundle before, Bundle after) {
    PrintWriter print = output.text();
    print.printf(
        "profile of %,d listings in %s; fingerprint %s, was %s%n",
        after.profile().listings(),
        after.folder(),
        after.fingerprint().substring(0, 12),
        before.fingerprint().substring(0, 12));
    print.flush();
    if (output.isJson()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("bundle", after.folder().toString());
      result.put("listings", after.profile().listings());
      result.put("fingerprint", after.fingerprint());
      result.put("former", before.fingerprint());
      output.end(result);
    }
  }
}
