package io.cmaclip.model.bundle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.prediction.ModalityState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A classification task; the classes are in the order of the logits.
 *
 * @param operatingPoints of float32 by state; a missing state is {@link OperatingPoint#UNFITTED}
 * @param reducedPrecision operating points of other number formats: by format, for example int8,
 *     then by state; a missing format uses those of float32
 * @param refusedLabels classes that are never accepted, whatever their confidence; set by {@code
 *     recalibrate}
 */
public record BundleTask(
    String name,
    List<String> classes,
    Map<ModalityState, OperatingPoint> operatingPoints,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<ModalityState, OperatingPoint>> reducedPrecision,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<String> refusedLabels) {
  public BundleTask {
    classes = List.copyOf(classes);
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException("task " + name + ": two classes have the same name");
    }
    operatingPoints = points(operatingPoints);
    Map<String, Map<ModalityState, OperatingPoint>> reduced = new TreeMap<>();
    if (reducedPrecision != null) {
      reducedPrecision.forEach((format, points) -> reduced.put(format, points(points)));
    }
    reducedPrecision = Collections.unmodifiableMap(reduced);
    refusedLabels =
        Collections.unmodifiableSortedSet(
            new TreeSet<>(refusedLabels == null ? Set.of() : refusedLabels));
  }

  /** A task without refused labels. */
  public BundleTask(
      String name,
      List<String> classes,
      Map<ModalityState, OperatingPoint> operatingPoints,
      Map<String, Map<ModalityState, OperatingPoint>> reducedPrecision) {
    this(name, classes, operatingPoints, reducedPrecision, Set.of());
  }

  /** A task with operating points of float32 only. */
  public BundleTask(
      String name, List<String> classes, Map<ModalityState, OperatingPoint> operatingPoints) {
    this(name, classes, operatingPoints, Map.of());
  }

  private static Map<ModalityState, OperatingPoint> points(
      Map<ModalityState, OperatingPoint> given) {
    Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
    points.putAll(given == null ? Map.of() : given);
    return Collections.unmodifiableMap(points);
  }

  public OperatingPoint operatingPoint(ModalityState state) {
    return operatingPoints.getOrDefault(state, OperatingPoint.UNFITTED);
  }

  /** Whether a label with this confidence is accepted. */
  public boolean accepts(ModalityState state, String label, double confidence) {
    return operatingPoint(state).accepts(confidence) && !refusedLabels.contains(label);
  }

  /** Copies the task with the operating points of a number format in place of float32's. */
  BundleTask inPrecision(String format) {
    return new BundleTask(
        name,
        classes,
        reducedPrecision.getOrDefault(format, operatingPoints),
        Map.of(),
        refusedLabels);
  }

  /** Copies the task with other operating points of a number format. */
  public BundleTask withPrecision(String format, Map<ModalityState, OperatingPoint> points) {
    Map<String, Map<ModalityState, OperatingPoint>> reduced = new TreeMap<>(reducedPrecision);
    reduced.put(format, points);
    return new BundleTask(name, classes, operatingPoints, reduced, refusedLabels);
  }

  @JsonIgnore
  public TaskShape shape() {
    return new TaskShape(name, classes.size());
  }
}
