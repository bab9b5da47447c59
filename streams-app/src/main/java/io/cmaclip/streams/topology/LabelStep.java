package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.streams.decisions.HumanLabel;
import io.cmaclip.streams.decisions.HumanLabels;
import io.cmaclip.streams.decisions.LabelStore;
import io.cmaclip.streams.decisions.LabelledListing;
import io.cmaclip.streams.decisions.LastAnswer;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.unchanged.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Puts the labels of reviewers in place of the model's, in every answer before it is forwarded, and
 * keeps the label store equal to the attributes topic. Called by stream threads, each with its own
 * tasks.
 *
 * @param isOn whether the topology has a label store
 */
record LabelStep(boolean isOn) {
  /**
   * An answer with the labels of reviewers.
   *
   * @param review its reasons take the labels into account; null for a decision
   */
  record Labelled(LabelledListing listing, Review review) {
    /** A listing after a decision. */
    static Labelled of(LabelledListing listing) {
      return new Labelled(listing, null);
    }

    boolean hasLabels() {
      return !listing.labels().isEmpty();
    }

    ListingAttributes event(Instant now) {
      ListingAttributes event = listing.last().event(now);
      HumanLabels.set(event, listing.labels());
      return event;
    }
  }

  /** The answer with the labels that stay. Reads the store and does not write to it. */
  Labelled answered(byte[] key, Outcome.Reviewed reviewed, ProcessorContext<?, ?> context) {
    Outcome.Answered answered = reviewed.answered();
    Review review = reviewed.review();
    Answer answer = answered.answer();
    LastAnswer last =
        new LastAnswer(
            answered.listing().getListingId(),
            answered.listing().getUpdatedAt(),
            answered.content(),
            new Answer(
                answer.modalities(), answer.imageProblem(), review.prediction(), answer.model()));
    Optional<LabelledListing> before = isOn ? LabelStore.of(context).find(key) : Optional.empty();
    if (before.isEmpty()) {
      return new Labelled(new LabelledListing(last), review);
    }
    LabelledListing listing = before.get().answered(last);
    List<HumanLabel> dropped =
        before.get().isStale(answered.content()) ? before.get().labels() : List.of();
    return new Labelled(
        listing, HumanLabels.stale(HumanLabels.answered(review, listing.labels()), dropped));
  }

  /** Whether an answer drops labels, so it must be written even if it equals the last one. */
  boolean areStale(byte[] key, Outcome.Answered answered, ProcessorContext<?, ?> context) {
    return isOn
        && LabelStore.of(context)
            .find(key)
            .filter(before -> before.isStale(answered.content()))
            .isPresent();
  }

  /** The answer is forwarded. */
  void written(byte[] key, Labelled labelled, ProcessorContext<?, ?> context) {
    if (isOn) {
      LabelStore.of(context).put(key, labelled.listing());
    }
  }

  /** A deletion is forwarded. */
  void deleted(byte[] key, ProcessorContext<?, ?> context) {
    if (isOn) {
      LabelStore.of(context).remove(key);
    }
  }
}
