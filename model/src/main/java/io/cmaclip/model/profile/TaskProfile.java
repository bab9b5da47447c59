package io.cmaclip.model.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Distribution of the predictions of one task. Immutable.
 *
 * @param imageWeight null when no listing had both modalities
 * @param labels number of predictions by label, without labels that were never predicted
 */
public record TaskProfile(
    String task, Histogram confidence, Histogram imageWeight, Map<String, Long> labels) {
  /** Rarer labels share a bin, because their individual counts are dominated by chance. */
  static final double RARE = 0.01;

  static final String RARE_BIN = "rare labels";

  public TaskProfile {
    if (task == null || confidence == null || labels == null || labels.isEmpty()) {
      throw new IllegalArgumentException("a task without name, confidence or labels");
    }
    if (labels.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("labels of " + task + ": counts must be at least 1");
    }
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * Computes the profile of a task.
   *
   * @param predictions at least one, with the same tasks
   * @param place index of the task
   */
  static TaskProfile of(List<Prediction> predictions, int place) {
    double[] confidence =
        predictions.stream().mapToDouble(p -> p.tasks().get(place).confidence()).toArray();
    double[] imageWeight =
        predictions.stream()
            .filter(p -> p.state() == ModalityState.BOTH)
            .mapToDouble(p -> p.tasks().get(place).imageWeight())
            .toArray();
    Map<String, Long> labels = new TreeMap<>();
    predictions.forEach(p -> labels.merge(p.tasks().get(place).label(), 1L, Long::sum));
    return new TaskProfile(
        predictions.get(0).tasks().get(place).task(),
        Histogram.tenths(confidence),
        imageWeight.length == 0 ? null : Histogram.tenths(imageWeight),
        labels);
  }

  /** Returns one binning per measure of this profile. */
  @JsonIgnore
  public List<Binning> binnings() {
    List<Binning> binnings = new ArrayList<>();
    binnings.add(
        new Binning(
            Measure.CONFIDENCE,
            confidence.baseline(),
            (answer, state) -> confidence.bin(answer.confidence())));
    if (imageWeight != null) {
      binnings.add(
          new Binning(
              Measure.IMAGE_WEIGHT,
              imageWeight.baseline(),
              (answer, state) ->
                  state == ModalityState.BOTH ? imageWeight.bin(answer.imageWeight()) : -1));
    }
    binnings.add(labelBinning());
    return binnings;
  }

  private Binning labelBinning() {
    long all = labels.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Integer> bins = new LinkedHashMap<>();
    List<Long> counts = new ArrayList<>();
    labels.forEach(
        (label, count) -> {
          if (count >= RARE * all) {
            bins.put(label, counts.size());
            counts.add(count);
          }
        });
    int rare = counts.size();
    List<String> names = new ArrayList<>(bins.keySet());
    names.add(RARE_BIN);
    counts.add(all - counts.stream().mapToLong(Long::longValue).sum());
    return new Binning(
        Measure.LABEL,
        new Baseline(names, counts),
        (answer, state) -> bins.getOrDefault(answer.label(), rare));
  }

  /**
   * A measure with its bins.
   *
   * @param baseline counts on validation data
   */
  public record Binning(Measure measure, Baseline baseline, Place place) {}

  /** Assigns a prediction to a bin. */
  @FunctionalInterface
  public interface Place {
    /** Returns the bin, or -1 when the prediction is not counted. */
    int bin(TaskPrediction answer, ModalityState state);
  }
}
