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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares two bundles listing by listing. */
public final class PairwiseEvaluator {
  private PairwiseEvaluator() {}

  /**
   * Classifies every listing with both bundles.
   *
   * @throws UserException when the bundles share no task
   */
  public static PairwiseEvaluation evaluate(
      Bundle bundle, Bundle against, ListingFolder folder, PredictorSettings settings)
      throws IOException {
    Set<String> tasks = tasks(bundle);
    tasks.retainAll(tasks(against));
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
                new BundleLabeller(source, one, bar),
                new BundleLabeller(new FolderSource(folder, others), other, bar));
        Map<String, PairwiseEvaluation.TaskPair> pairs = new LinkedHashMap<>();
        tasks.forEach(task -> pairs.put(task, measuring.measure(task)));
        return new PairwiseEvaluation(against.identity(), pairs);
      }
    }
  }

  private static Set<String> tasks(Bundle bundle) {
    return bundle.manifest().tasks().stream()
        .map(BundleTask::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static ListingPreprocessor preprocessor(Bundle bundle) throws IOException {
    return bundle.preprocessor();
  }
}
