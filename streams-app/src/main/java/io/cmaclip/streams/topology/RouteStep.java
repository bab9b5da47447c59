package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.batching.RetryForwardException;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.WireFormat;
import io.cmaclip.streams.models.AttributesEvents;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.DeadLetters;
import io.cmaclip.streams.quarantine.RefusedListingException;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewItems;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.RecordSize;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns the outcome of a listing into output records. All records of a listing are serialized and
 * checked against the size limits before the first is forwarded. Called concurrently by stream
 * threads.
 */
final class RouteStep implements ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> {
  private final TopicNames topics;
  private final RecordLimits limits;
  private final Classification.Events events;
  private final ReviewItems reviewItems;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final ListingObserver observer;

  RouteStep(
      TopicNames topics,
      RecordLimits limits,
      Classification.Events events,
      ReviewItems reviewItems,
      InstantSource clock,
      ListingObserver observer) {
    this.topics = topics;
    this.limits = limits;
    this.events = events;
    this.reviewItems = reviewItems;
    this.deadLetters = new DeadLetters(limits.deadLetter());
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    List<OutputRecord> outputs;
    try {
      outputs = of(received, outcome);
    } catch (RegistryUnavailableException unavailable) {
      throw new RetryForwardException(unavailable);
    }
    for (OutputRecord output : outputs) {
      context.forward(output.record(), output.sink());
    }
  }

  /** Output records in the order to forward. */
  private List<OutputRecord> of(ReceivedRecord<byte[], byte[]> received, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      return answer(received, answered.reviewed());
    }
    if (outcome instanceof Outcome.Reviewed reviewed) {
      return answer(received, reviewed);
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return deadLetter(received, rejected.reason(), rejected.cause());
    }
    if (outcome instanceof Outcome.Ignored) {
      observer.ignored();
      return List.of();
    }
    String deletedId = ((Outcome.Deleted) outcome).listingId();
    Optional<OutputRecord> deletion =
        attributesRecord(received, OutputKey.of(received, deletedId), null);
    if (deletion.isEmpty()) {
      return tooLarge(received, "the deletion", limits.attributes());
    }
    observer.deleted();
    return List.of(deletion.get());
  }

  private List<OutputRecord> answer(
      ReceivedRecord<byte[], byte[]> received, Outcome.Reviewed reviewed) {
    Instant now = clock.instant();
    Outcome.Answered answered = reviewed.answered();
    Review review = reviewed.review();
    byte[] key = OutputKey.of(received, answered.listing().getListingId());
    ListingAttributes event =
        AttributesEvents.of(
            answered.listing().getListingId(),
            answered.listing().getUpdatedAt(),
            answered.modalities(),
            review.prediction(),
            answered.model(),
            now);
    Optional<OutputRecord> attributes =
        attributesRecord(received, key, events.attributes().serialize(topics.attributes(), event));
    if (attributes.isEmpty()) {
      return tooLarge(received, "the answer", limits.attributes());
    }
    Optional<OutputRecord> item = Optional.empty();
    if (review.isWanted()) {
      item = reviewRecord(received, key, answered, event, review);
      if (item.isEmpty()) {
        return tooLarge(received, "the review item", limits.review());
      }
    }
    observer.answered(
        review,
        answered.modalities().image(),
        answered.modalities().text(),
        Duration.between(answered.listing().getUpdatedAt(), now));
    return Stream.concat(attributes.stream(), item.stream()).toList();
  }

  private Optional<OutputRecord> attributesRecord(
      ReceivedRecord<byte[], byte[]> received, byte[] key, byte[] value) {
    Headers headers = fittingHeaders(received, key, value, limits.attributes());
    return headers == null
        ? Optional.empty()
        : Optional.of(
            new OutputRecord(
                ListingTopology.ATTRIBUTES,
                new Record<>(key, value, received.timestamp(), headers)));
  }

  private Optional<OutputRecord> reviewRecord(
      ReceivedRecord<byte[], byte[]> received,
      byte[] key,
      Outcome.Answered answered,
      ListingAttributes event,
      Review review) {
    // Headers that take more than half of the record are dropped.
    Headers copied = outputHeaders(received);
    Headers headers =
        RecordSize.upperBound(key, limits.review() / 2, copied) <= limits.review()
            ? copied
            : withoutHeaders(received);
    long room = limits.review() - RecordSize.upperBound(key, 0, headers);
    ReviewItem item =
        ReviewItems.item(received, answered.listing(), event, review, event.getProcessedAt());
    return reviewItems
        .fitting(item, whole -> events.review().serialize(topics.review(), whole), room)
        .map(
            value ->
                new OutputRecord(
                    ListingTopology.REVIEW,
                    new Record<>(key, value, received.timestamp(), headers)));
  }

  /** Original headers, or a count of dropped headers if too large; null if the value is. */
  private static Headers fittingHeaders(
      ReceivedRecord<byte[], byte[]> received, byte[] key, byte[] value, int limit) {
    Headers copied = outputHeaders(received);
    if (RecordSize.upperBound(key, value, copied) <= limit) {
      return copied;
    }
    Headers none = withoutHeaders(received);
    return RecordSize.upperBound(key, value, none) <= limit ? none : null;
  }

  /** The input's headers except the schema id, which would override the output's own. */
  private static Headers outputHeaders(ReceivedRecord<byte[], byte[]> received) {
    if (received.headers().lastHeader(WireFormat.VALUE_HEADER) == null) {
      return received.headers();
    }
    return new RecordHeaders(received.headers()).remove(WireFormat.VALUE_HEADER);
  }

  private static Headers withoutHeaders(ReceivedRecord<byte[], byte[]> received) {
    int dropped = received.headers().toArray().length;
    return dropped == 0
        ? received.headers()
        : new RecordHeaders()
            .add(
                DeadLetterHeaders.HEADERS_DROPPED,
                Integer.toString(dropped).getBytes(StandardCharsets.UTF_8));
  }

  private List<OutputRecord> tooLarge(
      ReceivedRecord<byte[], byte[]> received, String what, int limit) {
    return deadLetter(
        received,
        DeadLetterReason.TOO_LARGE,
        new RefusedListingException(what + " does not fit into a record of " + limit + " bytes"));
  }

  private List<OutputRecord> deadLetter(
      ReceivedRecord<byte[], byte[]> received, DeadLetterReason reason, Throwable cause) {
    OutputRecord letter =
        new OutputRecord(ListingTopology.DEAD_LETTER, deadLetters.of(received, reason, cause));
    observer.deadLettered(reason);
    return List.of(letter);
  }
}
