package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.UnreadableSchemaException;
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
  private static final int HEADER_BYTES = 5;

  /** Bounded: holds only schema ids that the registry knows. */
  private final Set<Integer> knownSchemaIds = ConcurrentHashMap.newKeySet();

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

  /** Whether these bytes can be decoded or rejected without a request to the registry. */
  boolean isQuick(byte[] value) {
    return !hasSchemaId(value) || knownSchemaIds.contains(schemaId(value));
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
   * @throws InterruptException when the thread is interrupted
   */
  Decoding decode(ReceivedRecord<byte[], byte[]> received) {
    byte[] value = received.value();
    if (!isQuick(value)) {
      Optional<Decoding.Refused> refusal = unknownSchemas.recentRefusal(schemaId(value));
      if (refusal.isPresent()) {
        return new Decoding.UnknownSchema(schemaId(value), refusal.get());
      }
    }
    ProductListing listing;
    try {
      listing = deserializer.deserialize(received.partition().topic(), received.headers(), value);
    } catch (RegistryUnavailableException unavailable) {
      if (!registryUnavailable.getAndSet(true)) {
        LOG.warn("Listings wait: the schema registry is unavailable: {}", unavailable.getMessage());
      }
      return new Decoding.RegistryUnavailable();
    } catch (InterruptException interrupt) {
      throw interrupt;
    } catch (RuntimeException | StackOverflowError undecodable) {
      return refused(value, undecodable);
    }
    if (knownSchemaIds.add(schemaId(value))) {
      unknownSchemas.known(schemaId(value));
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
  private Decoding refused(byte[] value, Throwable undecodable) {
    boolean unknown = hasCause(undecodable, RegistryRefusalException.class);
    Decoding.Refused refused =
        new Decoding.Refused(
            unknown ? DeadLetterReason.UNKNOWN_SCHEMA : DeadLetterReason.UNDECODABLE, undecodable);
    if (!hasSchemaId(value)
        || !(unknown || hasCause(undecodable, UnreadableSchemaException.class))) {
      return refused;
    }
    if (unknownSchemas.refused(schemaId(value), refused)) {
      LOG.warn(
          "The schema registry has no schema for id {}; its records are retried for {} ms: {}",
          schemaId(value),
          unknownSchemaRetry.toMillis(),
          undecodable.getMessage());
    }
    return new Decoding.UnknownSchema(schemaId(value), refused);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasSchemaId(byte[] value) {
    return value.length >= HEADER_BYTES && value[0] == 0;
  }

  private static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24
        | (value[2] & 0xff) << 16
        | (value[3] & 0xff) << 8
        | (value[4] & 0xff);
  }
}
