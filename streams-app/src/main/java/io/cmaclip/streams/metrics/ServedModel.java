package io.cmaclip.streams.metrics;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.profile.ValidationProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Description of the served model for meters.
 *
 * @param classes classes by task, in the bundle's order
 * @param profile validation profile for drift detection; null if the bundle has none
 */
public record ServedModel(
    ModelIdentity identity, Map<String, List<String>> classes, ValidationProfile profile) {
  public static ServedModel of(Bundle bundle) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (BundleTask task : bundle.manifest().tasks()) {
      classes.put(task.name(), task.classes());
    }
    return new ServedModel(bundle.identity(), classes, bundle.profile());
  }
}
