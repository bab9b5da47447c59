package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.mapping.ListingEvent;
import io.cmaclip.streams.mapping.MappingFailedException;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes the bytes of a record into a listing. Thread-safe. */
final class DecodeStep {
  private static final Logger LOG = LoggerFactory.getLogger(DecodeStep.class);

  /** Bounded: holds only schema ids that the registry knows. */
  private final Set<SchemaId> knownSchemaIds = ConcurrentHashMap.newKeySet();

  private final UnknownSchemas unknownSchemas = new UnknownSchemas();
  private final Function<String, ListingReader> readers;

  /** Places in mappings whose failure was logged; bounded by the number of expressions. */
  private final Set<String> loggedPlaces = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean registryUnavailable = new AtomicBoolean();
  private final Duration unknownSchemaRetry;

  /**
   * @param readers the reader of a topic
   * @param unknownSchemaRetry how long a record with an unknown schema id is retried
   */
  DecodeStep(Function<String, ListingReader> readers, Duration unknownSchemaRetry) {
    this.readers = readers;
    this.unknownSchemaRetry = unknownSchemaRetry;
  }

  /** Whether the key of this record must be the id of its listing. */
  boolean isKeyed(ReceivedRecord<byte[], byte[]> received) {
    return reader(received).isKeyed();
  }

  /** The id of the schema that a record needs; empty if no request to the registry helps. */
  Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    return reader(received).schemaId(received);
  }

  /** Whether this record can be decoded or rejected without a request to the registry. */
  boolean isQuick(Optional<SchemaId> id) {
    return id.isEmpty() || knownSchemaIds.contains(id.get());
  }

  /** Whether a record with an unknown schema must be retried. */
  boolean isRetried(Decoding.UnknownSchema unknown, Retries retries) {
    if (unknownSchemas.isExpired(unknown.id())) {
      return false;
    }
    if (retries.isOver(unknownSchemaRetry)) {
      unknownSchemas.expired(unknown.id());
      return false;
    }
    return true;
  }

  /** Whether the last request to the registry failed. */
  boolean isRegistryUnavailable() {
    return registryUnavailable.get();
  }

  /**
   * Decodes a record.
   *
   * @param id its {@link #schemaId}
   * @throws InterruptException when the thread is interrupted
   */
  Decoding decode(ReceivedRecord<byte[], byte[]> received, Optional<SchemaId> id) {
    boolean known = isQuick(id);
    if (!known) {
      Optional<Decoding.Refused> refusal = unknownSchemas.recentRefusal(id.get());
      if (refusal.isPresent()) {
        return new Decoding.UnknownSchema(id.get(), refusal.get());
      }
    }
    ListingEvent event;
    try {
      event = reader(received).read(received);
    } catch (RegistryUnavailableException unavailable) {
      if (!registryUnavailable.getAndSet(true)) {
        LOG.warn("Listings wait: the schema registry is unavailable: {}", unavailable.getMessage());
      }
      return new Decoding.RegistryUnavailable();
    } catch (InterruptException interrupt) {
      throw interrupt;
    } catch (MappingFailedException failed) {
      return mappingFailed(received, failed);
    } catch (RuntimeException | StackOverflowError undecodable) {
      return refused(id, undecodable);
    }
    if (!known && knownSchemaIds.add(id.get())) {
      unknownSchemas.known(id.get());
    }
    if (registryUnavailable.get() && registryUnavailable.getAndSet(false)) {
      LOG.info("The schema registry is available again.");
    }
    if (event instanceof ListingEvent.Deleted deleted) {
      return new Decoding.Deleted(deleted.listingId());
    }
    return event instanceof ListingEvent.Changed changed
        ? decoded(received, changed.listing())
        : new Decoding.Ignored();
  }

  private Decoding decoded(ReceivedRecord<byte[], byte[]> received, ProductListing listing) {
    byte[] id = listing.getListingId().getBytes(StandardCharsets.UTF_8);
    return isKeyed(received) && !Arrays.equals(received.key(), id)
        ? new Decoding.Refused(
            DeadLetterReason.KEY_MISMATCH,
            new RefusedListingException("the key is not the listing's id in UTF-8"))
        : new Decoding.Decoded(listing);
  }

  /** Logs the first failure of each expression, without values of the event. */
  private Decoding mappingFailed(
      ReceivedRecord<byte[], byte[]> received, MappingFailedException failed) {
    String place = received.partition().topic() + ": " + failed.place();
    if (loggedPlaces.add(place)) {
      LOG.warn("An event does not fit the mapping, and is dead-lettered. Topic {}", place);
    }
    return new Decoding.Refused(DeadLetterReason.MAPPING_FAILED, failed);
  }

  private ListingReader reader(ReceivedRecord<byte[], byte[]> received) {
    return readers.apply(received.partition().topic());
  }

  /** A refusal of the registry may be temporary; malformed bytes are not. */
  private Decoding refused(Optional<SchemaId> id, Throwable undecodable) {
    boolean unknown = hasCause(undecodable, RegistryRefusalException.class);
    Decoding.Refused refused =
        new Decoding.Refused(
            unknown ? DeadLetterReason.UNKNOWN_SCHEMA : DeadLetterReason.UNDECODABLE, undecodable);
    if (id.isEmpty() || !(unknown || hasCause(undecodable, UnreadableSchemaException.class))) {
      return refused;
    }
    if (unknownSchemas.refused(id.get(), refused)) {
      LOG.warn(
          "The schema registry has no schema for {}; its records are retried for {} ms: {}",
          id.get(),
          unknownSchemaRetry.toMillis(),
          undecodable.getMessage());
    }
    return new Decoding.UnknownSchema(id.get(), refused);
  }

  static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
