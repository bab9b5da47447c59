package io.cmaclip.model.bundle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.noise.NoiseModel;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content of {@code bundle.json}.
 *
 * @param name 1 to 100 letters, digits, dots, dashes, underscores
 * @param metrics measured on validation data, free form
 * @param training data, command, preset, seed and time of training, free form
 * @param files SHA-256 of every other file of the bundle by name, lower-case hexadecimal; empty
 *     before the bundle is written
 */
public record BundleManifest(
    String name,
    String version,
    Architecture architecture,
    List<BundleTask> tasks,
    NoiseModel noise,
    Map<String, Object> metrics,
    Map<String, Object> training,
    Instant createdAt,
    Map<String, String> files) {
  /** Key of {@code training} with the {@link DecodeMode}. */
  public static final String IMAGE_DECODE = "imageDecode";

  public BundleManifest {
    if (name == null || !name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "name = " + name + ": must be 1 to 100 letters, digits, dots, dashes, underscores");
    }
    if (version == null || version.isBlank()) {
      throw new IllegalArgumentException("version is missing");
    }
    if (architecture == null) {
      throw new IllegalArgumentException("architecture is missing");
    }
    if (tasks == null || tasks.isEmpty()) {
      throw new IllegalArgumentException("tasks: must be at least one");
    }
    tasks = List.copyOf(tasks);
    if (tasks.stream().map(BundleTask::name).distinct().count() != tasks.size()) {
      throw new IllegalArgumentException("tasks: two have the same name");
    }
    tasks.forEach(BundleTask::shape);
    decodeMode(training);
    noise = noise == null ? NoiseModel.NONE : noise;
    noise.checkWidth(architecture.projection());
    metrics = ordered(metrics);
    training = ordered(training);
    if (createdAt == null) {
      throw new IllegalArgumentException("createdAt is missing");
    }
    files = ordered(files);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Names and class counts of the tasks. */
  @JsonIgnore
  public List<TaskShape> taskShapes() {
    return tasks.stream().map(BundleTask::shape).toList();
  }

  /** How images of the training data were decoded; exactly, if the bundle does not say. */
  @JsonIgnore
  public DecodeMode imageDecode() {
    return decodeMode(training);
  }

  private static DecodeMode decodeMode(Map<String, Object> training) {
    Object mode = training == null ? null : training.get(IMAGE_DECODE);
    return mode == null ? DecodeMode.EXACT : DecodeMode.of(mode.toString());
  }

  /** Copies the manifest without operating points: temperature 1, nothing accepted. */
  public BundleManifest unscaled() {
    return withTasks(
        tasks.stream().map(t -> new BundleTask(t.name(), t.classes(), Map.of())).toList());
  }

  /** Whether every task has operating points that were fitted in a number format. */
  public boolean isCalibratedFor(String precision) {
    return tasks.stream().allMatch(task -> task.reducedPrecision().containsKey(precision));
  }

  /**
   * Copies the manifest with the operating points of a number format. Tasks without them keep those
   * of float32.
   */
  public BundleManifest inPrecision(String precision) {
    return withTasks(tasks.stream().map(task -> task.inPrecision(precision)).toList());
  }

  /** Copies the manifest with other tasks. */
  public BundleManifest withTasks(List<BundleTask> other) {
    return new BundleManifest(
        name, version, architecture, other, noise, metrics, training, createdAt, files);
  }

  /** Copies the manifest with another version. */
  BundleManifest withVersion(String other) {
    return new BundleManifest(
        name, other, architecture, tasks, noise, metrics, training, createdAt, files);
  }

  /** Copies the manifest with other checksums. */
  public BundleManifest withFiles(Map<String, String> sums) {
    return new BundleManifest(
        name, version, architecture, tasks, noise, metrics, training, createdAt, sums);
  }
}
