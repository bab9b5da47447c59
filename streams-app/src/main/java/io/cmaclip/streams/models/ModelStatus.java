package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModelIdentity;
import java.time.Instant;
import java.util.List;

/**
 * The model version that serves, and the last failed hot swap.
 *
 * @param serving model version that is stamped on outputs
 * @param since start of its service
 * @param changedClasses differences to the classes of the previous version; empty for the first
 * @param swaps number of hot swaps since the start of the process
 * @param lastFailure null without a failed swap
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
   * A bundle that was refused or rolled back.
   *
   * @param result REFUSED or ROLLED_BACK
   */
  public record Failure(String fingerprint, SwapResult result, String reason, Instant at) {}
}
