package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.predictor.PredictorSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Evaluates a bundle on labelled listings. */
public final class Evaluator {
  private final Bundle bundle;
  private final TrainingFacts training;
  private final EvaluationSettings settings;

  /**
   * @param training {@link TrainingFacts#UNKNOWN} when the training listings are not at hand
   */
  public Evaluator(Bundle bundle, TrainingFacts training, EvaluationSettings settings) {
    this.bundle = bundle;
    this.training = training;
    this.settings = settings;
  }

  /**
   * Evaluates the bundle on listings.
   *
   * @param data name of the listings in the result
   * @param workers number of worker threads, at least 1
   */
  public Evaluation evaluate(
      ListingSource source, String data, PredictorSettings predictor, int workers)
      throws InterruptedException {
    List<Observation> observations;
    try (PerturbationEvaluator perturbed =
        PerturbationEvaluator.of(bundle, settings.prompts(), predictor, workers)) {
      observations = perturbed.observe(source, "evaluate");
    }
    return measure(observations, bundle.manifest().tasks(), bundle.identity(), data);
  }

  Evaluation measure(
      List<Observation> observations, List<BundleTask> tasks, ModelIdentity bundle, String data) {
    Map<String, TaskMeasuring> measuring = new LinkedHashMap<>();
    Map<String, TaskEvaluation> evaluated = new LinkedHashMap<>();
    Map<String, WeightEvaluation> weights = new LinkedHashMap<>();
    for (int index = 0; index < tasks.size(); index++) {
      BundleTask task = tasks.get(index);
      measuring.put(task.name(), new TaskMeasuring(task, index, observations));
      evaluated.put(
          task.name(), measuring.get(task.name()).measure(training.classCounts().get(task.name())));
      weights.put(task.name(), new WeightMeasuring(task.name(), index, observations).measure());
    }
    Map<String, Map<String, Slice>> slices = new LinkedHashMap<>();
    for (String field : settings.slicedBy()) {
      if (evaluated.containsKey(field)) {
        slices.put(field, slices(observations, o -> o.fields().get(field), measuring));
      }
    }
    if (training.knowsTitles()) {
      slices.put("title", slices(observations, training::seen, measuring));
    }
    return new Evaluation(
        bundle,
        data,
        observations.size(),
        (int) observations.stream().filter(o -> !o.outcomes().isEmpty()).count(),
        review(observations),
        means(evaluated),
        evaluated,
        slices,
        new NoiseMeasuring(observations).measure(),
        weights,
        bars(weights),
        null);
  }

  private static Map<String, Slice> slices(
      List<Observation> observations,
      Function<Observation, String> value,
      Map<String, TaskMeasuring> tasks) {
    Map<String, Slice> slices = new LinkedHashMap<>();
    Slices.of(observations, value)
        .forEach(
            (name, slice) -> {
              Map<String, Measures> measures = new LinkedHashMap<>();
              tasks.forEach((task, of) -> measures.put(task, of.measures(slice)));
              slices.put(
                  name,
                  new Slice(
                      slice.size(), measures, NoiseMeasuring.falseAlarms(slice), review(slice)));
            });
    return slices;
  }

  private static NoiseEvaluation.Rate review(List<Observation> observations) {
    return NoiseEvaluation.Rate.of(
        (int) observations.stream().filter(Observation::review).count(), observations.size());
  }

  private static Evaluation.Means means(Map<String, TaskEvaluation> tasks) {
    return new Evaluation.Means(
        mean(tasks, Measures::accuracy),
        mean(tasks, Measures::macroF1),
        mean(tasks, Measures::recallAtP90),
        mean(tasks, Measures::ece),
        mean(tasks, Measures::unscaledEce));
  }

  private static double mean(Map<String, TaskEvaluation> tasks, ToDoubleFunction<Measures> of) {
    return tasks.values().stream()
        .filter(t -> t.measures().labelled() > 0)
        .mapToDouble(t -> of.applyAsDouble(t.measures()))
        .average()
        .orElse(0);
  }

  private static Evaluation.WeightBars bars(Map<String, WeightEvaluation> weights) {
    Map<String, Boolean> word = new LinkedHashMap<>();
    Map<String, Boolean> image = new LinkedHashMap<>();
    Map<String, Boolean> title = new LinkedHashMap<>();
    weights.forEach(
        (task, of) -> {
          put(word, task, of.paired().get("wordTakenOut"), 1);
          put(image, task, of.paired().get("pictureCorrupted"), -1);
          put(title, task, of.paired().get("titleCorrupted"), 1);
        });
    return new Evaluation.WeightBars(word, image, title);
  }

  private static void put(
      Map<String, Boolean> bar, String task, WeightEvaluation.Change change, int sign) {
    if (change.listings() > 0) {
      bar.put(task, sign * change.change() > 0);
    }
  }
}
