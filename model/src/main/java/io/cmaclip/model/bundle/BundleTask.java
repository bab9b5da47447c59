package io.cmaclip.model.bundle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.prediction.ModalityState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A classification task; the classes are in the order of the logits.
 *
 * @param operatingPoints by state; a missing state is {@link OperatingPoint#UNFITTED}
 */
public record BundleTask(
    String name, List<String> classes, Map<ModalityState, OperatingPoint> operatingPoints) {
  public BundleTask {
    classes = List.copyOf(classes);
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException("task " + name + ": two classes have the same name");
    }
    Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
    points.putAll(operatingPoints == null ? Map.of() : operatingPoints);
    operatingPoints = Collections.unmodifiableMap(points);
  }

  public OperatingPoint operatingPoint(ModalityState state) {
    return operatingPoints.getOrDefault(state, OperatingPoint.UNFITTED);
  }

  @JsonIgnore
  public TaskShape shape() {
    return new TaskShape(name, classes.size());
  }
}
