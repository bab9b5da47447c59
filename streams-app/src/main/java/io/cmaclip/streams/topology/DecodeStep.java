package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  private final Deserializer<ProductListing> deserializer;
  private final AtomicBoolean registryUnavailable = new AtomicBoolean();

  DecodeStep(Deserializer<ProductListing> deserializer) {
    this.deserializer = deserializer;
  }

  /** Whether these bytes can be decoded or rejected without a request to the registry. */
  boolean isQuick(byte[] value) {
    return value.length < HEADER_BYTES || value[0] != 0 || knownSchemaIds.contains(schemaId(value));
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
      return new Decoding.Refused(reasonOf(undecodable), undecodable);
    }
    knownSchemaIds.add(schemaId(received.value()));
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

  private static DeadLetterReason reasonOf(Throwable undecodable) {
    for (Throwable cause = undecodable; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryRefusalException) {
        return DeadLetterReason.UNKNOWN_SCHEMA;
      }
    }
    return DeadLetterReason.UNDECODABLE;
  }

  private static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24
        | (value[2] & 0xff) << 16
        | (value[3] & 0xff) << 8
        | (value[4] & 0xff);
  }
}
