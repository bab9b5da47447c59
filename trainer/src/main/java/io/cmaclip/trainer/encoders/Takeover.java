package io.cmaclip.trainer.encoders;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.data.TaskClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pretrained weights that a run reuses. Encoders: always. Fusion: if kind and sizes are equal.
 * A task's head: if the fusion is reused and the task has the same classes in the same order. A
 * task's auxiliary heads: if the task has the same classes. All other weights keep their random
 * initial values.
 *
 * @param fusion whether the fusion is reused
 * @param keptHeads names of the tasks whose heads are reused
 */
public record Takeover(
    Pretrained from, List<TaskClasses> tasks, boolean fusion, List<String> keptHeads) {
  /** Weights with one row, or block of rows, per task. */
  private static final List<String> PER_TASK =
      List.of("modality_query", "hidden_weight", "hidden_bias");

  /** Weights with one row per class. */
  private static final List<String> PER_CLASS = List.of("class_weight", "class_bias");

  private static final List<String> AUXILIARY =
      List.of("image_class_weight", "image_class_bias", "text_class_weight", "text_class_bias");

  static Takeover of(Pretrained from, Architecture target, List<TaskClasses> tasks) {
    Architecture source = from.architecture();
    boolean fusion =
        from.hasFusion()
            && source.fusion() == target.fusion()
            && ((!target.fusion().sequenceWise() && !target.fusion().joint())
                || source.sequenceAttention().equals(target.sequenceAttention()));
    boolean heads = fusion && source.headHidden() == target.headHidden();
    List<String> kept =
        heads
            ? tasks.stream().filter(from.tasks()::contains).map(TaskClasses::name).toList()
            : List.of();
    return new Takeover(from, List.copyOf(tasks), fusion, kept);
  }

  /** Replaces random initial weights with reused weights. */
  public WeightMap apply(WeightMap first) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (String name : first.names()) {
      values.put(name, value(name, first.get(name)));
    }
    return new WeightMap(values);
  }

  private Tensor value(String name, Tensor first) {
    if (AUXILIARY.contains(name)) {
      return rows(name, first, true, tasks.stream().map(TaskClasses::name).toList());
    }
    if (PER_CLASS.contains(name) || PER_TASK.contains(name)) {
      return rows(name, first, PER_CLASS.contains(name), keptHeads);
    }
    boolean encoders =
        name.startsWith("image.") || name.startsWith("text.") || name.equals("logit_scale");
    return encoders || fusion ? from.weights().get(name) : first;
  }

  /**
   * Copies the image encoder and the auxiliary heads of the image from a bundle into the initial
   * weights of a run.
   *
   * @param image whose image encoder and projection have the sizes of the run's
   * @param tasks of the run
   */
  static WeightMap ofImage(Pretrained image, List<TaskClasses> tasks, WeightMap first) {
    Takeover takeover = new Takeover(image, tasks, false, List.of());
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (String name : first.names()) {
      boolean ofImage = name.startsWith("image.") || name.startsWith("image_class");
      values.put(name, ofImage ? takeover.value(name, first.get(name)) : first.get(name));
    }
    return new WeightMap(values);
  }

  /** Copies the rows of tasks that exist on both sides with the same classes. */
  private Tensor rows(String name, Tensor first, boolean perClass, List<String> allowed) {
    boolean known = from.weights().names().contains(name);
    if (!known || first.info().size() == 0 || from.weights().info(name).size() == 0) {
      return first;
    }
    Tensor source = from.weights().get(name);
    float[] values = first.toFloats();
    float[] old = source.toFloats();
    int width = (int) (values.length / first.shape().get(0));
    for (TaskClasses task : tasks) {
      if (allowed.contains(task.name()) && from.tasks().contains(task)) {
        int length = (perClass ? task.classes().size() : 1) * width;
        System.arraycopy(
            old,
            rowsBefore(from.tasks(), task, perClass) * width,
            values,
            rowsBefore(tasks, task, perClass) * width,
            length);
      }
    }
    return Tensor.of(values, first.shape().stream().mapToLong(Long::longValue).toArray());
  }

  private static int rowsBefore(List<TaskClasses> tasks, TaskClasses task, boolean perClass) {
    return tasks.subList(0, tasks.indexOf(task)).stream()
        .mapToInt(before -> perClass ? before.classes().size() : 1)
        .sum();
  }

  /** One line that lists reused and new parts. */
  public String summary() {
    List<String> fresh = new ArrayList<>(tasks.stream().map(TaskClasses::name).toList());
    fresh.removeAll(keptHeads);
    return "encoders and tokenizer of %s; fusion %s; heads reused: %s; new: %s"
        .formatted(from.name(), fusion ? "reused" : "new", listed(keptHeads), listed(fresh));
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
