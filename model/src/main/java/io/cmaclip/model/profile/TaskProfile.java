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
 * The answers of one task. Immutable.
 *
 * @param imageWeight null when no listing had both modalities
 * @param labels answers by label, those that never came left out
 */
public record TaskProfile(
    String task, Histogram confidence, Histogram imageWeight, Map<String, Long> labels) {
  /** Labels that are rarer share a bin: one by one they would be mostly chance. */
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
   * The profile of the task at a place of predictions.
   *
   * @param predictions at least one, with the same tasks
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

  /** Places answers of this task in bins, one binning per measure that the profile has. */
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
   * @param baseline what validation found in them
   */
  public record Binning(Measure measure, Baseline baseline, Place place) {}

  /** Finds the bin of an answer. */
  @FunctionalInterface
  public interface Place {
    /** -1 for an answer that does not count. */
    int bin(TaskPrediction answer, ModalityState state);
  }
}
