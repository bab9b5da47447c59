package io.cmaclip.trainer.evaluation;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Classifies with a bundle, through the predictor that serves. Used by one thread. */
final class BundleLabeller implements Labeller {
  private static final int INFERENCE_BATCH = 64;

  private final ListingSource source;
  private final ListingPredictor predictor;
  private final ProgressBar bar;

  /**
   * @param source prepares listings for this bundle
   */
  BundleLabeller(ListingSource source, ListingPredictor predictor, ProgressBar bar) {
    this.source = source;
    this.predictor = predictor;
    this.bar = bar;
  }

  @Override
  public List<Map<String, String>> labels(List<Form> forms) {
    List<Map<String, String>> labels = new ArrayList<>();
    for (int from = 0; from < forms.size(); from += INFERENCE_BATCH) {
      List<Form> batch = forms.subList(from, Math.min(forms.size(), from + INFERENCE_BATCH));
      ListingClassifier.predict(predictor, batch.stream().map(this::prepare).toList())
          .forEach(prediction -> labels.add(labels(prediction)));
      bar.step(batch.size());
    }
    return labels;
  }

  private PreparedListing prepare(Form form) {
    PreparedListing given = source.prepare(form.listing());
    return ListingSource.prepared(
        given == null ? null : given.pixels(), source.tokens(form.title()));
  }

  private static Map<String, String> labels(Prediction prediction) {
    return prediction == null
        ? Map.of()
        : prediction.tasks().stream()
            .collect(Collectors.toMap(TaskPrediction::task, TaskPrediction::label));
  }
}
