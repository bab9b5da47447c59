package io.cmaclip.trainer.evaluation;

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
      List<PreparedListing> prepared = batch.stream().map(this::prepare).toList();
      List<Prediction> predictions =
          predictor.predict(prepared.stream().filter(BundleAnswering::isUsable).toList());
      int next = 0;
      for (PreparedListing listing : prepared) {
        answers.add(isUsable(listing) ? labels(predictions.get(next++)) : Map.of());
      }
      bar.step(batch.size());
    }
    return answers;
  }

  private static boolean isUsable(PreparedListing listing) {
    return listing.hasImage() || listing.hasText();
  }

  private PreparedListing prepare(Form form) {
    PreparedListing given = source.prepare(form.listing());
    int[] tokens = source.tokens(form.title());
    return new PreparedListing(
        given == null ? null : given.pixels(), tokens.length == 0 ? null : tokens);
  }

  private static Map<String, String> labels(Prediction prediction) {
    return prediction.tasks().stream()
        .collect(Collectors.toMap(TaskPrediction::task, TaskPrediction::label));
  }
}
