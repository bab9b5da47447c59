package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.schemas.serde.WireFormat;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a record to the listing. Safe for any number of threads. */
final class DecodeStep {
  private static final Logger LOG = LoggerFactory.getLogger(DecodeStep.class);

  /** Contains only ids of schemas in the registry, so that corrupted records cannot fill it. */
  private final Set<SchemaId> knownSchemas = ConcurrentHashMap.newKeySet();

  private final Deserializer<ProductListing> deserializer;
  private final AtomicBoolean registryAway = new AtomicBoolean();

  DecodeStep(Deserializer<ProductListing> deserializer) {
    this.deserializer = deserializer;
  }

  /** Whether this record can be decoded or refused without a request to the registry. */
  boolean isQuick(ReceivedRecord<byte[], byte[]> received) {
    Optional<SchemaId> schema = schemaOf(received);
    return schema.isEmpty() || knownSchemas.contains(schema.get());
  }

  /** Whether the registry did not answer when it was asked last. */
  boolean isRegistryAway() {
    return registryAway.get();
  }

  /**
   * Decodes a record.
   *
   * @throws InterruptException when the thread is asked to end
   */
  Decoding decode(ReceivedRecord<byte[], byte[]> received) {
    ProductListing listing;
    try {
      listing =
          deserializer.deserialize(
              received.partition().topic(), received.headers(), received.value());
    } catch (RegistryUnavailableException away) {
      if (!registryAway.getAndSet(true)) {
        LOG.warn("listings wait for the schema registry: {}", away.getMessage());
      }
      return new Decoding.RegistryAway();
    } catch (InterruptException notTheRecordsFault) {
      throw notTheRecordsFault;
    } catch (RuntimeException | StackOverflowError undecodable) {
      return new Decoding.Refused(reasonOf(undecodable), undecodable);
    }
    schemaOf(received).ifPresent(knownSchemas::add);
    if (!Arrays.equals(received.key(), listing.getListingId().getBytes(StandardCharsets.UTF_8))) {
      return new Decoding.Refused(
          DeadLetterReason.KEY_MISMATCH,
          new RefusedListingException("the key is not the listing's id in UTF-8"));
    }
    if (registryAway.get() && registryAway.getAndSet(false)) {
      LOG.info("the schema registry answers again");
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

  private static Optional<SchemaId> schemaOf(ReceivedRecord<byte[], byte[]> received) {
    try {
      return Optional.of(WireFormat.ofValue(received.headers(), received.value()).schema());
    } catch (UndecodableRecordException noSchemaId) {
      return Optional.empty();
    }
  }
}
