package io.cmaclip.streams.topology;

import io.cmaclip.streams.review.Admission;
import io.cmaclip.streams.review.AdmissionStore;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewBudget;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Holds listings back from review that the review budget does not admit. Called by stream threads,
 * each with its own tasks.
 *
 * @param budget of one partition
 */
record BudgetStep(ReviewBudget budget) {
  /**
   * A review after the budget.
   *
   * @param after state to keep once the listing is forwarded; null without a budget
   */
  record Admitted(Review review, Admission after) {}

  boolean isOn() {
    return budget.isOn();
  }

  /** Reads the store and does not write to it. */
  Admitted admit(Review review, byte[] key, Instant now, ProcessorContext<?, ?> context) {
    if (!isOn()) {
      return new Admitted(review, null);
    }
    Admission admission = AdmissionStore.of(context).get();
    return new Admitted(admission.admit(review, key, budget, now), admission);
  }

  /** The listing is forwarded. */
  void written(Admitted admitted, ProcessorContext<?, ?> context) {
    if (isOn()) {
      AdmissionStore.of(context).put(admitted.after());
    }
  }
}
