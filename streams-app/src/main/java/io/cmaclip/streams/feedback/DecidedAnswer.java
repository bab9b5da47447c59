package io.cmaclip.streams.feedback;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.TaskAttribute;

/**
 * The model's answer to a task, as a reviewer saw it, and the decision about it.
 *
 * @param answer the attributes of the review item
 * @param attribute the answer to the task, of the model
 * @param samplingProbability of the item; null if it was not an audit sample
 */
record DecidedAnswer(
    ListingAttributes answer,
    TaskAttribute attribute,
    Double samplingProbability,
    ReviewDecision decision) {
  boolean isAudited() {
    return samplingProbability != null;
  }

  boolean isCorrect() {
    return attribute.getLabel().equals(decision.getLabel());
  }
}
