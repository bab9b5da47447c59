package io.cmaclip.streams.metrics;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.profile.ValidationProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a model shows outside.
 *
 * @param classes by task, in the bundle's order
 * @param profile what drift is told by; null when the bundle has none
 */
public record ServedModel(
    ModelIdentity identity, Map<String, List<String>> classes, ValidationProfile profile) {
  /** That of a bundle. */
  public static ServedModel of(Bundle bundle) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (BundleTask task : bundle.manifest().tasks()) {
      classes.put(task.name(), task.classes());
    }
    return new ServedModel(bundle.identity(), classes, bundle.profile());
  }
}
