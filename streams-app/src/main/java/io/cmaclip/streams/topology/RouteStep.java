package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.batching.RetryForwardException;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.WireFormat;
import io.cmaclip.streams.decisions.LabelledListing;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.DeadLetters;
import io.cmaclip.streams.quarantine.RefusedListingException;
import io.cmaclip.streams.reclassify.ReviewRequest;
import io.cmaclip.streams.review.AuditSample;
import io.cmaclip.streams.review.ListingValue;
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
  /** What reviewers see and have decided. */
  record Reviewing(
      ReviewItems items,
      LabelStep labels,
      AuditSample audit,
      ListingValue value,
      BudgetStep budget) {}

  /**
   * Output records in the order to forward.
   *
   * @param isDeadLetter whether the only output is a dead letter
   * @param written runs after they are forwarded; writes the stores
   */
  private record Routed(List<OutputRecord> outputs, boolean isDeadLetter, Runnable written) {
    static Routed of(List<OutputRecord> outputs) {
      return of(outputs, () -> {});
    }

    static Routed of(List<OutputRecord> outputs, Runnable written) {
      return new Routed(outputs, false, written);
    }
  }

  private final TopicNames topics;
  private final RecordLimits limits;
  private final Classification.Events events;
  private final Reviewing reviewing;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final ListingObserver observer;

  RouteStep(
      TopicNames topics,
      RecordLimits limits,
      Classification.Events events,
      Reviewing reviewing,
      InstantSource clock,
      ListingObserver observer) {
    this.topics = topics;
    this.limits = limits;
    this.events = events;
    this.reviewing = reviewing;
    this.deadLetters = new DeadLetters(limits.deadLetter());
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    route(received, outcome, context);
  }

  /**
   * Forwards the outputs of a listing.
   *
   * @return false if they are a dead letter, for example because the answer is too large
   */
  boolean route(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    Routed routed;
    try {
      routed = of(received, outcome, context);
    } catch (RegistryUnavailableException unavailable) {
      throw new RetryForwardException(unavailable);
    }
    for (OutputRecord output : routed.outputs()) {
      context.forward(output.record(), output.sink());
    }
    routed.written().run();
    return !routed.isDeadLetter();
  }

  private Routed of(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    if (outcome instanceof Outcome.Answered answered) {
      return answer(received, answered.reviewed(), context);
    }
    if (outcome instanceof Outcome.Reviewed reviewed) {
      return answer(received, reviewed, context);
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return deadLetter(received, rejected.reason(), rejected.cause());
    }
    if (outcome instanceof Outcome.Ignored) {
      observer.ignored();
      return Routed.of(List.of());
    }
    if (outcome instanceof Outcome.Relabelled relabelled) {
      return relabelled(received, relabelled.listing(), context);
    }
    String deletedId = ((Outcome.Deleted) outcome).listingId();
    byte[] key = OutputKey.of(received, deletedId);
    Optional<OutputRecord> deletion = attributesRecord(received, key, null);
    if (deletion.isEmpty()) {
      return tooLarge(received, "the deletion", limits.attributes());
    }
    observer.deleted();
    return Routed.of(List.of(deletion.get()), () -> reviewing.labels().deleted(key, context));
  }

  private Routed answer(
      ReceivedRecord<byte[], byte[]> received,
      Outcome.Reviewed reviewed,
      ProcessorContext<byte[], byte[]> context) {
    Instant now = clock.instant();
    Outcome.Answered answered = reviewed.answered();
    byte[] key = OutputKey.of(received, answered.listing().getListingId());
    LabelStep.Labelled labelled = reviewing.labels().answered(key, reviewed, context);
    ListingAttributes event = labelled.event(now);
    Review review = labelled.review();
    if (!labelled.hasLabels()) {
      review = reviewing.audit().of(review, key, event.getContentHash());
    }
    if (ReviewRequest.isIn(received.headers())) {
      review = review.requested();
    }
    BudgetStep.Admitted admitted =
        reviewing
            .budget()
            .admit(
                review.worth(reviewing.value().of(answered.listing().getDeclaredAttributes())),
                key,
                now,
                context);
    review = admitted.review();
    event.setReviewHeld(review.isHeld());
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
    UsedModalities modalities = answered.answer().modalities();
    observer.answered(
        review,
        modalities.image(),
        modalities.text(),
        Duration.between(answered.listing().getUpdatedAt(), now));
    return Routed.of(
        Stream.concat(attributes.stream(), item.stream()).toList(),
        () -> {
          reviewing.labels().written(key, labelled, context);
          reviewing.budget().written(admitted, context);
        });
  }

  /** The attributes of a listing whose labels a decision has changed. */
  private Routed relabelled(
      ReceivedRecord<byte[], byte[]> decision,
      LabelledListing listing,
      ProcessorContext<byte[], byte[]> context) {
    LabelStep.Labelled labelled = LabelStep.Labelled.of(listing);
    Instant now = clock.instant();
    byte[] value = events.attributes().serialize(topics.attributes(), labelled.event(now));
    Optional<OutputRecord> attributes = attributesRecord(decision, decision.key(), value);
    return attributes.isEmpty()
        ? tooLarge(decision, "the answer", limits.attributes())
        : Routed.of(
            List.of(attributes.get()),
            () -> reviewing.labels().written(decision.key(), labelled, context));
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
    item.setSamplingProbability(reviewing.audit().probability(review));
    return reviewing
        .items()
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

  private Routed tooLarge(ReceivedRecord<byte[], byte[]> received, String what, int limit) {
    return deadLetter(
        received,
        DeadLetterReason.TOO_LARGE,
        new RefusedListingException(what + " does not fit into a record of " + limit + " bytes"));
  }

  private Routed deadLetter(
      ReceivedRecord<byte[], byte[]> received, DeadLetterReason reason, Throwable cause) {
    OutputRecord letter =
        new OutputRecord(ListingTopology.DEAD_LETTER, deadLetters.of(received, reason, cause));
    observer.deadLettered(reason);
    return new Routed(List.of(letter), true, () -> {});
  }
}
