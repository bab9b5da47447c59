package io.cmaclip.trainer.promotion;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.evaluation.FolderSource;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classifies labelled listings with two bundles and compares them. */
public final class BundleComparison {
  private BundleComparison() {}

  /**
   * Compares a candidate with the bundle in service.
   *
   * @param folder labelled listings that neither bundle was trained on
   * @param workers number of worker threads, at least 1
   * @throws UserException if the candidate lacks a task, or no listing has a label
   */
  public static PairedComparison compare(
      Bundle former,
      Bundle candidate,
      ListingFolder folder,
      PredictorSettings settings,
      int workers)
      throws IOException, InterruptedException {
    List<String> tasks = former.manifest().tasks().stream().map(BundleTask::name).toList();
    List<String> others = candidate.manifest().tasks().stream().map(BundleTask::name).toList();
    if (!others.containsAll(tasks)) {
      throw new UserException(
          "bundle "
              + candidate.folder()
              + ": has the tasks "
              + String.join(", ", others)
              + "; the bundle in service has "
              + String.join(", ", tasks));
    }
    PairedComparison comparison =
        PairedComparison.of(
            right(former, tasks, folder, settings, workers),
            right(candidate, tasks, folder, settings, workers));
    if (comparison.tasks().isEmpty()) {
      throw new UserException("no listing has a label of a task");
    }
    return comparison;
  }

  /** Whether the label of each labelled task is right, by listing. */
  private static List<Map<String, Boolean>> right(
      Bundle bundle,
      List<String> tasks,
      ListingFolder folder,
      PredictorSettings settings,
      int workers)
      throws IOException, InterruptedException {
    List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, settings, workers);
    try (ListingPreprocessor preprocessor = bundle.preprocessor()) {
      FolderSource source = new FolderSource(folder, preprocessor);
      List<Map<String, Boolean>> right = new ArrayList<>();
      new BulkPrediction<>(predictors)
          .mapBatches(
              "promote",
              source.size(),
              (predictor, batch) ->
                  ListingClassifier.predict(
                      predictor, batch.stream().map(source::prepare).toList()))
          .forEach(prediction -> right.add(right(prediction, tasks, source.fields(right.size()))));
      return right;
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  /**
   * Whether the predicted labels are right.
   *
   * @param prediction null if the listing cannot be classified: all labels are wrong
   */
  private static Map<String, Boolean> right(
      Prediction prediction, List<String> tasks, Map<String, String> labels) {
    Map<String, String> predicted = new HashMap<>();
    Optional.ofNullable(prediction).map(Prediction::tasks).orElse(List.of()).stream()
        .forEach((TaskPrediction task) -> predicted.put(task.task(), task.label()));
    Map<String, Boolean> right = new LinkedHashMap<>();
    for (String task : tasks) {
      if (labels.containsKey(task)) {
        right.put(task, labels.get(task).equals(predicted.get(task)));
      }
    }
    return right;
  }
}
