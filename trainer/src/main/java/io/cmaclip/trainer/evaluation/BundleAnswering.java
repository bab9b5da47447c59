package io.cmaclip.trainer.evaluation;

import static io.cmaclip.model.classification.ListingClassifier.predict;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A bundle's answers, through the predictor that serves. Used by one thread. */
final class BundleAnswering implements Answering {
  private static final int FORWARD = 64;

  private final ListingSource source;
  private final ListingPredictor predictor;
  private final ProgressBar bar;

  /**
   * Answers of one bundle.
   *
   * @param source prepares listings as this bundle wants them
   */
  BundleAnswering(ListingSource source, ListingPredictor predictor, ProgressBar bar) {
    this.source = source;
    this.predictor = predictor;
    this.bar = bar;
  }

  @Override
  public List<Map<String, String>> answers(List<Form> forms) {
    List<Map<String, String>> answers = new ArrayList<>();
    for (int from = 0; from < forms.size(); from += FORWARD) {
      List<Form> batch = forms.subList(from, Math.min(forms.size(), from + FORWARD));
      predict(predictor, batch.stream().map(this::prepare).toList())
          .forEach(given -> answers.add(given == null ? Map.of() : labels(given)));
      bar.step(batch.size());
    }
    return answers;
  }

  private PreparedListing prepare(Form form) {
    PreparedListing given = source.prepare(form.listing());
    byte[] pixels = given == null ? null : given.pixels();
    int[] tokens = source.tokens(form.title());
    return pixels == null && tokens.length == 0
        ? null
        : new PreparedListing(pixels, tokens.length == 0 ? null : tokens);
  }

  private static Map<String, String> labels(Prediction prediction) {
    return prediction.tasks().stream()
        .collect(Collectors.toMap(TaskPrediction::task, TaskPrediction::label));
  }
}
