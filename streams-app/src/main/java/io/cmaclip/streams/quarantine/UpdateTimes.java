package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.events.EventFormat;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.events.ProductListingReader;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.mapping.ListingEvent;
import io.cmaclip.streams.mapping.MappingFailedException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code updatedAt} of listings and of their answers, in the formats of their topics. Opens
 * the serdes at the first use. Owned by one thread.
 */
public final class UpdateTimes implements AutoCloseable {
  /** Answers of each format and shape as events: with a schema around them or not. */
  private static final String ANSWER =
      """
      id: "'answer'"
      title: "'answer'"
      updated-at: "[payload.listing_updated_at, payload.listingUpdatedAt,
        listing_updated_at, listingUpdatedAt][0]"
      """;

  private final Supplier<EventSerdes> opening;
  private final InputReaders inputs;
  private final EventFormat answerFormat;
  private EventSerdes serdes;
  private Map<String, ListingReader> listings;
  private ListingReader answers;

  /**
   * Times of {@link ProductListing}s and {@link ListingAttributes}.
   *
   * @param opening opens the serdes, which this object then owns; null if there is no registry
   */
  public UpdateTimes(Supplier<EventSerdes> opening) {
    this(opening, new InputReaders(Map.of()), EventFormat.PRODUCT_LISTING);
  }

  /**
   * Times of events with a mapping, and of answers in any format and shape.
   *
   * @param opening opens the serdes, which this object then owns; null if there is no registry
   * @param inputs readers of the topics that do not hold {@link ProductListing}s
   * @param answerFormat format of the answers; {@link EventFormat#PRODUCT_LISTING} for {@link
   *     ListingAttributes}
   */
  public UpdateTimes(Supplier<EventSerdes> opening, InputReaders inputs, EventFormat answerFormat) {
    this.opening = opening;
    this.inputs = inputs;
    this.answerFormat = answerFormat;
  }

  /** Of a dead letter's listing; empty if it cannot be read or does not say. */
  Optional<Instant> ofListing(DeadLetter letter) {
    return time(() -> reader(letter.origin()), letter.record(), letter.origin());
  }

  /** Of the listing of an answer; empty if it cannot be read or does not say. */
  Optional<Instant> ofAnswer(ConsumerRecord<byte[], byte[]> answer) {
    if (answerFormat != EventFormat.PRODUCT_LISTING) {
      return time(this::answers, answer, answer.topic());
    }
    if (serdes() == null) {
      return Optional.empty();
    }
    try {
      return said(
          serdes()
              .serde(ListingAttributes.class)
              .deserializer()
              .deserialize(answer.topic(), answer.headers(), answer.value())
              .getListingUpdatedAt());
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(
      Supplier<ListingReader> reader, ConsumerRecord<byte[], byte[]> record, String topic) {
    try {
      ListingReader opened = reader.get();
      return opened != null
              && opened.read(received(record, topic)) instanceof ListingEvent.Changed c
          ? said(c.listing().getUpdatedAt())
          : Optional.empty();
    } catch (KafkaException | MappingFailedException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> said(Instant time) {
    return Optional.of(time).filter(given -> !given.equals(Instant.EPOCH));
  }

  private static ReceivedRecord<byte[], byte[]> received(
      ConsumerRecord<byte[], byte[]> record, String topic) {
    return new ReceivedRecord<>(
        record.key(),
        record.value(),
        record.headers(),
        record.timestamp(),
        new TopicPartition(topic, record.partition()),
        record.offset());
  }

  /** Null if the registry is needed and there is none. */
  private ListingReader reader(String topic) {
    if (inputs.needsRegistry(topic) && serdes() == null) {
      return null;
    }
    if (listings == null) {
      listings = inputs.open(serdes());
    }
    ListingReader mapped = listings.get(topic);
    return mapped == null
        ? new ProductListingReader(serdes().serde(ProductListing.class).deserializer())
        : mapped;
  }

  /** Null if the registry is needed and there is none. */
  private ListingReader answers() {
    if (answers == null && (answerFormat == EventFormat.JSON || serdes() != null)) {
      answers = InputReaders.open(answerFormat, EventMapping.parse(ANSWER), serdes());
    }
    return answers;
  }

  private EventSerdes serdes() {
    if (serdes == null && opening != null) {
      serdes = opening.get();
    }
    return serdes;
  }

  @Override
  public void close() {
    if (serdes != null) {
      serdes.close();
    }
  }
}
