package io.cmaclip.streams.decisions;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.streams.models.AttributesEvents;
import io.cmaclip.streams.unchanged.Answer;
import io.cmaclip.streams.unchanged.Hash;
import java.time.Instant;

/**
 * The last answer of the model that was written to the attributes topic.
 *
 * @param updatedAt updatedAt of the listing
 * @param content hash of title and images
 * @param answer after the review policy
 */
public record LastAnswer(String listingId, Instant updatedAt, Hash content, Answer answer) {
  /** The event with the model's labels. */
  public ListingAttributes event(Instant now) {
    ListingAttributes event =
        AttributesEvents.of(
            listingId, updatedAt, answer.modalities(), answer.prediction(), answer.model(), now);
    event.setContentHash(content.hex());
    return event;
  }
}
