package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModelIdentity;
import java.time.Instant;
import java.util.List;

/**
 * Which model serves, and what came of the last one that did not get so far.
 *
 * @param serving stamped on outputs now
 * @param since when it began to serve
 * @param changedClasses how its classes differ from those of the model before it; empty for the
 *     first one
 * @param swaps models that have taken the place of another since the start
 * @param lastFailure null when every bundle that was found could be used
 */
public record ModelStatus(
    ModelIdentity serving,
    Instant since,
    List<ClassChange> changedClasses,
    int swaps,
    Failure lastFailure) {
  public ModelStatus {
    changedClasses = List.copyOf(changedClasses);
  }

  /**
   * A bundle that does not serve.
   *
   * @param result REFUSED or ROLLED_BACK
   */
  public record Failure(String fingerprint, SwapResult result, String reason, Instant at) {}
}
