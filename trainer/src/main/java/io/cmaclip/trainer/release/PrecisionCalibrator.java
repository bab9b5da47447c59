package io.cmaclip.trainer.release;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Fits temperatures and accept thresholds to a bundle's model in a reduced number format, as {@link
 * Calibrator} does in float32 after training.
 */
public final class PrecisionCalibrator {
  private final Bundle bundle;
  private final AcceptThreshold accept;

  /**
   * @param accept how thresholds are chosen
   */
  public PrecisionCalibrator(Bundle bundle, AcceptThreshold accept) {
    this.bundle = bundle;
    this.accept = accept;
  }

  /**
   * Classifies validation listings, with both modalities and with one of them hidden, and fits.
   *
   * @param settings with the number format
   * @param workers number of worker threads, at least 1
   * @return by task, then by state; a task without labelled listings in a state is absent there
   */
  public Map<String, Map<ModalityState, PrecisionReport>> fit(
      ListingSource validation, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<Map<ModalityState, float[]>> logits = logits(validation, settings, workers);
    Map<String, Map<ModalityState, PrecisionReport>> reports = new LinkedHashMap<>();
    int first = 0;
    for (BundleTask task : bundle.manifest().tasks()) {
      Map<ModalityState, PrecisionReport> ofTask = new EnumMap<>(ModalityState.class);
      for (ModalityState state : ModalityState.values()) {
        LabelledLogits labelled = labelled(validation, task, first, logits, state);
        if (labelled.labels().length > 0) {
          ofTask.put(state, fit(labelled, task.operatingPoint(state)));
        }
      }
      reports.put(task.name(), ofTask);
      first += task.classes().size();
    }
    return reports;
  }

  private PrecisionReport fit(LabelledLogits labelled, OperatingPoint before) {
    double temperature = TemperatureScaling.fit(labelled.rows(), labelled.labels());
    OptionalDouble threshold = accept.choose(labelled.answers(temperature));
    OperatingPoint after =
        new OperatingPoint(temperature, threshold.isEmpty() ? null : threshold.getAsDouble());
    return new PrecisionReport(after, labelled.measure(after), before, labelled.measure(before));
  }

  /** The tasks of the bundle with the fitted operating points of a number format. */
  public List<BundleTask> tasks(
      String precision, Map<String, Map<ModalityState, PrecisionReport>> reports) {
    return bundle.manifest().tasks().stream()
        .map(
            task -> {
              // A state without labelled listings keeps its operating point.
              Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
              points.putAll(task.operatingPoints());
              reports
                  .get(task.name())
                  .forEach((state, report) -> points.put(state, report.fitted()));
              return task.withPrecision(precision, points);
            })
        .toList();
  }

  private static LabelledLogits labelled(
      ListingSource validation,
      BundleTask task,
      int first,
      List<Map<ModalityState, float[]>> logits,
      ModalityState state) {
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int classes = task.classes().size();
    for (int i = 0; i < logits.size(); i++) {
      float[] row = logits.get(i).get(state);
      String name = validation.fields(i).get(task.name());
      int label = name == null ? -1 : task.classes().indexOf(name);
      if (row != null && label >= 0) {
        rows.add(Arrays.copyOfRange(row, first, first + classes));
        labels.add(label);
      }
    }
    return new LabelledLogits(
        rows.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Map<ModalityState, float[]>> logits(
      ListingSource validation, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, settings, workers);
    try {
      return new BulkPrediction<>(predictors)
          .mapBatches(
              "calibrate",
              validation.size(),
              (predictor, batch) ->
                  logits(predictor, batch.stream().map(validation::prepare).toList()));
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }

  /**
   * Logits by state of each listing.
   *
   * @param listings null where neither modality is usable
   */
  private static List<Map<ModalityState, float[]>> logits(
      CmaClipPredictor predictor, List<PreparedListing> listings) {
    List<Map<ModalityState, float[]>> logits = new ArrayList<>();
    listings.forEach(listing -> logits.add(new EnumMap<>(ModalityState.class)));
    for (ModalityState state : ModalityState.values()) {
      List<PreparedListing> forms =
          listings.stream().map(listing -> inState(listing, state)).toList();
      List<PreparedListing> usable = forms.stream().filter(Objects::nonNull).toList();
      if (!usable.isEmpty()) {
        float[][] rows = predictor.logits(usable);
        int next = 0;
        for (int i = 0; i < forms.size(); i++) {
          if (forms.get(i) != null) {
            logits.get(i).put(state, rows[next++]);
          }
        }
      }
    }
    return logits;
  }

  /** The listing with modalities hidden; null when it lacks one that the state needs. */
  private static PreparedListing inState(PreparedListing listing, ModalityState state) {
    boolean image = state != ModalityState.TEXT_ONLY;
    boolean text = state != ModalityState.IMAGE_ONLY;
    if (listing == null || (image && !listing.hasImage()) || (text && !listing.hasText())) {
      return null;
    }
    return new PreparedListing(image ? listing.pixels() : null, text ? listing.tokens() : null);
  }
}
