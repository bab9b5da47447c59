package io.cmaclip.streams.quarantine;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Reads {@code updatedAt} of listings and of their answers. Opens the serdes at the first use.
 * Owned by one thread.
 */
public final class UpdateTimes implements AutoCloseable {
  private final Supplier<EventSerdes> opening;
  private EventSerdes serdes;

  /**
   * @param opening opens the serdes, which this object then owns; null if there is no registry
   */
  public UpdateTimes(Supplier<EventSerdes> opening) {
    this.opening = opening;
  }

  /** Of a listing; empty if it cannot be decoded or does not say. */
  Optional<Instant> ofListing(String topic, byte[] value) {
    return read(
        opened ->
            opened
                .serde(ProductListing.class)
                .deserializer()
                .deserialize(topic, value)
                .getUpdatedAt());
  }

  /** Of the listing of an answer; empty if it cannot be decoded or does not say. */
  Optional<Instant> ofAnswer(String topic, byte[] value) {
    return read(
        opened ->
            opened
                .serde(ListingAttributes.class)
                .deserializer()
                .deserialize(topic, value)
                .getListingUpdatedAt());
  }

  private Optional<Instant> read(Function<EventSerdes, Instant> reader) {
    if (opening == null) {
      return Optional.empty();
    }
    if (serdes == null) {
      serdes = opening.get();
    }
    try {
      return Optional.of(reader.apply(serdes)).filter(time -> !time.equals(Instant.EPOCH));
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (serdes != null) {
      serdes.close();
    }
  }
}
