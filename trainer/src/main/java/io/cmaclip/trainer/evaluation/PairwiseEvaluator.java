package io.cmaclip.trainer.evaluation;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Compares two bundles listing by listing. */
public final class PairwiseEvaluator {
  private PairwiseEvaluator() {}

  /**
   * Asks both bundles about every listing.
   *
   * @throws UserException when they share no task
   */
  public static PairwiseEvaluation evaluate(
      Bundle bundle, Bundle against, ListingFolder folder, PredictorSettings settings)
      throws IOException {
    List<String> tasks =
        bundle.manifest().tasks().stream()
            .map(BundleTask::name)
            .filter(
                name -> against.manifest().tasks().stream().anyMatch(t -> t.name().equals(name)))
            .toList();
    if (tasks.isEmpty()) {
      throw new UserException(
          "bundles " + bundle.folder() + " and " + against.folder() + " have no task in common");
    }
    try (ListingPreprocessor own = preprocessor(bundle);
        ListingPreprocessor others = preprocessor(against);
        CmaClipPredictor one = CmaClipPredictor.load(bundle, settings);
        CmaClipPredictor other = CmaClipPredictor.load(against, settings)) {
      FolderSource source = new FolderSource(folder, own);
      try (ProgressBar bar = ProgressBar.start("compare bundles", "answers", 2L * source.size())) {
        PairwiseMeasuring measuring =
            new PairwiseMeasuring(
                source,
                new BundleAnswering(source, one, bar),
                new BundleAnswering(new FolderSource(folder, others), other, bar));
        return new PairwiseEvaluation(against.identity(), measuring.measure(tasks));
      }
    }
  }

  private static ListingPreprocessor preprocessor(Bundle bundle) throws IOException {
    return ListingPreprocessor.of(
        bundle.manifest().architecture(), Files.readAllBytes(bundle.tokenizer()));
  }
}
