package io.cmaclip.streams.models;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Classes of a task that differ between two model versions. For an added or removed task, all of
 * its classes.
 *
 * @param added classes of the new version only
 * @param removed classes of the old version only
 */
public record ClassChange(String task, List<String> added, List<String> removed) {
  public ClassChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** Changes by task, tasks of the old version first. */
  static List<ClassChange> between(BundleManifest old, BundleManifest next) {
    Map<String, List<String>> before = classes(old);
    Map<String, List<String>> after = classes(next);
    Map<String, List<String>> all = new LinkedHashMap<>(before);
    after.forEach(all::putIfAbsent);
    List<ClassChange> changes = new ArrayList<>();
    for (String task : all.keySet()) {
      List<String> had = before.getOrDefault(task, List.of());
      List<String> has = after.getOrDefault(task, List.of());
      ClassChange change = new ClassChange(task, without(has, had), without(had, has));
      if (!change.added.isEmpty() || !change.removed.isEmpty()) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static Map<String, List<String>> classes(BundleManifest manifest) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (BundleTask task : manifest.tasks()) {
      classes.put(task.name(), task.classes());
    }
    return classes;
  }

  private static List<String> without(List<String> classes, List<String> others) {
    return classes.stream().filter(name -> !others.contains(name)).toList();
  }
}
