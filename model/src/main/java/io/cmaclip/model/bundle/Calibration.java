package io.cmaclip.model.bundle;

import java.time.Instant;
import java.util.List;

/**
 * A calibration of a bundle: content of {@code calibration-N.json} in its folder.
 *
 * @param number 0 = as trained
 * @param former number of the calibration that it replaced, to which a rollback returns; 0 for 0
 * @param version version of the bundle under this calibration
 * @param fingerprint of the bundle under this calibration
 * @param createdAt when it was fitted; for 0, when the bundle was made
 * @param tasks with the operating points
 */
public record Calibration(
    int number,
    int former,
    String version,
    String fingerprint,
    Instant createdAt,
    List<BundleTask> tasks) {
  public Calibration {
    tasks = List.copyOf(tasks);
  }
}
