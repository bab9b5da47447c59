package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.schemas.serde.WireFormat;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes the bytes of a record into a listing. Thread-safe. */
final class DecodeStep {
  private static final Logger LOG = LoggerFactory.getLogger(DecodeStep.class);

  /** Bounded: holds only schema ids that the registry knows. */
  private final Set<SchemaId> knownSchemaIds = ConcurrentHashMap.newKeySet();

  private final UnknownSchemas unknownSchemas = new UnknownSchemas();
  private final Deserializer<ProductListing> deserializer;
  private final AtomicBoolean registryUnavailable = new AtomicBoolean();
  private final Duration unknownSchemaRetry;

  /**
   * @param unknownSchemaRetry how long a record with an unknown schema id is retried
   */
  DecodeStep(Deserializer<ProductListing> deserializer, Duration unknownSchemaRetry) {
    this.deserializer = deserializer;
    this.unknownSchemaRetry = unknownSchemaRetry;
  }

  /** The schema id of a record. Empty without a valid one: such a record is undecodable. */
  Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    try {
      return Optional.of(WireFormat.ofValue(received.headers(), received.value()).schema());
    } catch (UndecodableRecordException noSchemaId) {
      return Optional.empty();
    }
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
    ProductListing listing;
    try {
      listing =
          deserializer.deserialize(
              received.partition().topic(), received.headers(), received.value());
    } catch (RegistryUnavailableException unavailable) {
      if (!registryUnavailable.getAndSet(true)) {
        LOG.warn("Listings wait: the schema registry is unavailable: {}", unavailable.getMessage());
      }
      return new Decoding.RegistryUnavailable();
    } catch (InterruptException interrupt) {
      throw interrupt;
    } catch (RuntimeException | StackOverflowError undecodable) {
      return refused(id, undecodable);
    }
    if (!known && knownSchemaIds.add(id.get())) {
      unknownSchemas.known(id.get());
    }
    if (!Arrays.equals(received.key(), listing.getListingId().getBytes(StandardCharsets.UTF_8))) {
      return new Decoding.Refused(
          DeadLetterReason.KEY_MISMATCH,
          new RefusedListingException("the key is not the listing's id in UTF-8"));
    }
    if (registryUnavailable.get() && registryUnavailable.getAndSet(false)) {
      LOG.info("The schema registry is available again.");
    }
    return new Decoding.Decoded(listing);
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

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
